// How often a network may do what anybody may do and what costs us room rather than a guess:
// beginning a login, trying a setup link. The meters lie in this process's memory alone, so that
// counting writes nothing and no two requests wait for one row; with n nodes it is n times as much,
// which bounds what is taken just as well.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>

#include "base/bytes.h"
#include "base/clock.h"
#include "identity/budget/budget.h"
#include "identity/budget/meter.h"

namespace identity::budget {

class Turnstile {
 public:
  // Of networks remembered. When so many have come in so short a time that no network's meter holds
  // them back, those that are open begin anew; who is held back stays so, and where there is no
  // room beside them, who is new waits (DS2).
  static constexpr std::size_t kMostNetworks = 65'536;

  Turnstile(const Tariff& tariff, const base::Clock& clock) : tariff_(tariff), clock_(clock) {}

  // Counts one. How long to wait, if it is too many; what is refused counts for nothing.
  std::optional<base::Duration> enter(const std::optional<AddressBytes>& address);
  // Of whoever is counted by something else than a network.
  std::optional<base::Duration> enter(const base::Bytes& whose);
  // How long the next one would have to wait; counts nothing.
  std::optional<base::Duration> closed(const base::Bytes& whose) const;
  // That one need not have been counted.
  void give_back(const std::optional<AddressBytes>& address);

  std::size_t networks() const;

 private:
  // False when there is none.
  bool make_room(base::Instant now);

  const Tariff tariff_;
  const base::Clock& clock_;
  mutable std::mutex mutex_;
  std::map<base::Bytes, Meter> meters_;
  base::Instant looked_at_;  // for room
};

}  // namespace identity::budget
