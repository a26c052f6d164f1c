#include "federation/lanes.h"

namespace federation {

Lanes::Lane Lanes::enter(const std::string& provider) {
  const std::lock_guard lock(mutex_);
  std::size_t& waiting = waiting_[provider];
  if (waiting == kMost) {
    return nullptr;
  }
  ++waiting;
  return {this, [this, provider](const void*) { leave(provider); }};
}

void Lanes::leave(const std::string& provider) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(provider);
  if (--found->second == 0) {
    waiting_.erase(found);
  }
}

}  // namespace federation
