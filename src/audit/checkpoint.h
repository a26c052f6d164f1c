// Ties the chains together: now and then an entry of one chain holds the heads of all of them, so
// that whoever removes a chain, or cuts off its end, contradicts an entry that is still there.
// Called by app on a timer and at the end of a run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/chain.h"
#include "audit/trail.h"
#include "base/result.h"

namespace audit {

inline constexpr std::string_view kCheckpointType = "audit.checkpoint";

// {"heads":[{"chain":"…","sequence":7,"hash":"hex"},…]}
std::string checkpoint_details(const std::vector<Head>& heads);
base::Result<std::vector<Head>> parse_checkpoint(std::string_view details);

class Checkpointer {
 public:
  // `chain` is the one that trail.append() extends.
  Checkpointer(Trail& trail, std::string chain) : trail_(trail), chain_(std::move(chain)) {}

  // Writes a checkpoint unless nothing has happened since this object's last one; whether it did.
  // Not for two threads at once.
  base::Result<bool> checkpoint();

 private:
  bool nothing_new(const std::vector<Head>& heads) const;

  Trail& trail_;
  const std::string chain_;
  std::vector<Head> last_;
};

}  // namespace audit
