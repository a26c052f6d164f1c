#include "mint/own_codes.h"

namespace mint {

void OwnCodes::keep(Purpose purpose, const base::Bytes& key, Bound bound, base::Instant issued_at,
                    base::Instant expires_at) {
  // Made before the lock is taken, and taken apart when it is free again.
  Map made;
  Map gone;
  made.emplace(
      std::pair(key, purpose),
      Kept{.bound = std::make_shared<const Bound>(std::move(bound)), .expires_at = expires_at});
  const std::lock_guard lock(mutex_);
  kept_.merge(made);
  const auto is_old = [&](const auto& each) { return each.second.expires_at <= issued_at; };
  while (!kept_.empty() && (kept_.size() > most_ || is_old(*kept_.begin()))) {
    gone.insert(kept_.extract(kept_.begin()));
  }
}

std::shared_ptr<const Bound> OwnCodes::look(Purpose purpose, const base::Bytes& key,
                                            base::Instant now) const {
  const std::pair name(key, purpose);
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(name);
  return found != kept_.end() && now < found->second.expires_at ? found->second.bound : nullptr;
}

std::shared_ptr<const Bound> OwnCodes::take(Purpose purpose, const base::Bytes& key,
                                            base::Instant now) {
  const std::pair name(key, purpose);
  Map::node_type taken;
  {
    const std::lock_guard lock(mutex_);
    taken = kept_.extract(name);
  }
  return !taken.empty() && now < taken.mapped().expires_at ? std::move(taken.mapped().bound)
                                                           : nullptr;
}

}  // namespace mint
