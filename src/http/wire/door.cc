#include "http/wire/door.h"

#include <algorithm>
#include <utility>

namespace http::wire {
namespace {

// Whoever has one address of IPv6 has its whole /64.
Address owner_of(const Address& peer) {
  if (peer.is_v4()) {
    return peer;
  }
  auto bytes = peer.bytes();
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  return Address::v6(bytes);
}

}  // namespace

Door::Door(std::size_t all, std::size_t of_one, Networks spared)
    : all_(all), of_one_(of_one), spared_(std::move(spared)) {}

std::unique_ptr<Door::Place> Door::enter(const Address& peer) {
  const auto whose = owner_of(peer);
  const bool spared = std::any_of(spared_.begin(), spared_.end(),
                                  [&](const Network& network) { return network.contains(peer); });
  const std::lock_guard lock(mutex_);
  if (inside_ >= all_) {
    return nullptr;
  }
  if (!spared) {
    auto& theirs = by_address_[whose];
    if (theirs >= of_one_) {
      return nullptr;
    }
    ++theirs;
  }
  ++inside_;
  return std::make_unique<Place>(*this, whose, spared);
}

void Door::leave(const Address& whose, bool spared) {
  const std::lock_guard lock(mutex_);
  --inside_;
  if (spared) {
    return;
  }
  const auto theirs = by_address_.find(whose);
  if (--theirs->second == 0) {
    by_address_.erase(theirs);
  }
}

}  // namespace http::wire
