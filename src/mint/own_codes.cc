#include "mint/own_codes.h"

namespace mint {

void OwnCodes::keep(Purpose purpose, const base::Bytes& key, Bound bound) {
  auto kept = std::make_shared<const Bound>(std::move(bound));
  Map::node_type oldest;  // taken apart when the lock is free again
  const std::lock_guard lock(mutex_);
  kept_.insert_or_assign({key, purpose}, std::move(kept));
  if (kept_.size() > most_) {
    oldest = kept_.extract(kept_.begin());
  }
}

std::shared_ptr<const Bound> OwnCodes::look(Purpose purpose, const base::Bytes& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find({key, purpose});
  return found == kept_.end() ? nullptr : found->second;
}

std::shared_ptr<const Bound> OwnCodes::take(Purpose purpose, const base::Bytes& key) {
  Map::node_type taken;
  const std::lock_guard lock(mutex_);
  taken = kept_.extract({key, purpose});
  return taken.empty() ? nullptr : std::move(taken.mapped());
}

}  // namespace mint
