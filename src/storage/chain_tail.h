// The end of this node's chain as the writer remembers it, so that no batch has to ask for it. What
// is rolled back in the database is rolled back here.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "audit/chain.h"
#include "base/clock.h"

namespace storage {

class ChainTail {
 public:
  ChainTail(std::string chain, const audit::ChainKey& key, const base::Clock& clock)
      : chain_(std::move(chain)), key_(key), clock_(clock) {}

  const std::string& chain() const { return chain_; }
  bool known() const { return head_.has_value(); }
  void learn(audit::Head head) { head_ = std::move(head); }
  void forget() { head_.reset(); }

  // Only when known.
  const audit::Head& head() const { return *head_; }
  audit::Entry extend(audit::Event event) {
    return key_.extend(*head_, std::move(event), clock_.now());
  }

 private:
  const std::string chain_;
  const audit::ChainKey& key_;
  const base::Clock& clock_;
  std::optional<audit::Head> head_;
};

}  // namespace storage
