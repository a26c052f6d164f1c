// The port of the trail. An act and its entry are one transaction: a store's writing operations
// take the Event beside what they write. append() is for what writes nothing else, such as a
// denial.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/chain.h"
#include "audit/event.h"
#include "base/result.h"

namespace audit {

struct Filter {
  std::string type_prefix;  // empty: all
  std::string subject;      // empty: all
  std::optional<base::Instant> since;
  std::size_t limit = 100;  // newest first
};

class Trail {
 public:
  virtual ~Trail() = default;
  virtual base::Done append(const Event& event) = 0;
  virtual base::Result<std::vector<Entry>> list(const Filter& filter) = 0;
  // The last entry of every chain there is, by chain name.
  virtual base::Result<std::vector<Head>> heads() = 0;
  // Entries of one chain after `sequence`, oldest first.
  virtual base::Result<std::vector<Entry>> read(const std::string& chain, std::int64_t after,
                                                std::size_t limit) = 0;
};

}  // namespace audit
