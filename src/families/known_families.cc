#include "families/known_families.h"

#include <iterator>
#include <utility>

namespace families {

void KnownFamilies::keep(Known known) {
  const FamilyId id = known.found.family.id;
  Order made = {std::make_shared<const Known>(std::move(known))};
  Order gone;  // taken apart when the lock is free again
  const std::lock_guard lock(mutex_);
  order_.splice(order_.begin(), made);
  const auto [place, is_new] = places_.try_emplace(id, order_.begin());
  if (!is_new) {
    gone.splice(gone.begin(), order_, std::exchange(place->second, order_.begin()));
  }
  if (order_.size() > most_) {
    places_.erase(order_.back()->found.family.id);
    gone.splice(gone.begin(), order_, std::prev(order_.end()));
  }
}

void KnownFamilies::note_use(const FamilyId& id, base::Instant seen_at) {
  const auto known = look(id);
  if (!known || !known->found.session) {
    return;
  }
  Found found = known->found;
  found.session->seen_at = seen_at;
  keep({.found = std::move(found), .grant = known->grant, .secret = known->secret.clone()});
}

void KnownFamilies::forget(const FamilyId& id) {
  Order gone;
  const std::lock_guard lock(mutex_);
  if (const auto found = places_.find(id); found != places_.end()) {
    gone.splice(gone.begin(), order_, found->second);
    places_.erase(found);
  }
}

std::shared_ptr<const Known> KnownFamilies::look(const FamilyId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(id);
  if (found == places_.end()) {
    return nullptr;
  }
  order_.splice(order_.begin(), order_, found->second);
  return *found->second;
}

}  // namespace families
