#include "identity/budget/turnstile.h"

#include <algorithm>

namespace identity::budget {
namespace {

// Looking through all of them for each that comes would cost more than it keeps.
constexpr base::Duration kLookEvery = std::chrono::seconds(1);

}  // namespace

std::optional<base::Duration> Turnstile::enter(const std::optional<AddressBytes>& address) {
  return address ? enter(network_of(*address)) : std::nullopt;
}

std::optional<base::Duration> Turnstile::enter(const base::Bytes& whose) {
  const base::Instant now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto found = meters_.find(whose);
  const Charged charged = charge(found == meters_.end() ? Meter{} : found->second, tariff_, now);
  if (!charged.allowed) {
    return std::max(charged.after.open_at - now, base::Duration(1));
  }
  if (found == meters_.end() && !make_room(now)) {
    return kLookEvery;
  }
  meters_.insert_or_assign(whose, charged.after);
  return std::nullopt;
}

std::optional<base::Duration> Turnstile::closed(const base::Bytes& whose) const {
  const std::lock_guard lock(mutex_);
  const auto found = meters_.find(whose);
  const base::Duration wait =
      found == meters_.end() ? base::Duration::zero() : found->second.open_at - clock_.now();
  return wait > base::Duration::zero() ? std::optional(wait) : std::nullopt;
}

void Turnstile::give_back(const std::optional<AddressBytes>& address) {
  if (!address) {
    return;
  }
  const std::lock_guard lock(mutex_);
  const auto found = meters_.find(network_of(*address));
  if (found != meters_.end()) {
    found->second = budget::give_back(found->second, tariff_, clock_.now());
  }
}

std::size_t Turnstile::networks() const {
  const std::lock_guard lock(mutex_);
  return meters_.size();
}

bool Turnstile::make_room(base::Instant now) {
  if (meters_.size() < kMostNetworks) {
    return true;
  }
  if (looked_at_ <= now && now < looked_at_ + kLookEvery) {
    return false;
  }
  looked_at_ = now;
  std::erase_if(meters_,
                [&](const auto& each) { return forgotten_at(each.second, tariff_) <= now; });
  if (meters_.size() > kMostNetworks / 2) {
    std::erase_if(meters_, [&](const auto& each) { return each.second.open_at <= now; });
  }
  return meters_.size() < kMostNetworks;
}

}  // namespace identity::budget
