// Guessing slowed down (LG1 to LG4). One budget a person, whatever name was typed, and one a
// network, counted in the database before the password is looked at and shared by all nodes. A
// browser that the person has logged in with before has a budget of its own, so that it still gets
// in while a stranger is slowed. Every way in that checks a password asks here first.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/digest.h"
#include "identity/act.h"
#include "identity/budget/attempt_store.h"
#include "identity/budget/devices.h"
#include "identity/names/names.h"
#include "identity/users/user.h"

namespace identity::budget {

struct Tariffs {
  Tariff person{.free = 5,
                .first_delay = std::chrono::seconds(2),
                .longest_delay = std::chrono::minutes(15),
                .lock_after = 50,
                .lock_for = std::chrono::hours(1),
                .forget_one_every = std::chrono::minutes(30)};
  Tariff device{.free = 5,
                .first_delay = std::chrono::seconds(2),
                .longest_delay = std::chrono::minutes(15),
                .lock_after = 50,
                .lock_for = std::chrono::hours(1),
                .forget_one_every = std::chrono::minutes(30)};
  // An office of hundreds comes from one address.
  Tariff network{.free = 100,
                 .first_delay = std::chrono::seconds(1),
                 .longest_delay = std::chrono::minutes(1),
                 .lock_after = 1000,
                 .lock_for = std::chrono::minutes(15),
                 .forget_one_every = std::chrono::seconds(6)};
};

// An address in the form with IPv4 mapped into IPv6, as http::Address::bytes() gives it.
using AddressBytes = std::array<std::uint8_t, 16>;

struct Attempt {
  names::Name typed;                    // what was typed
  std::optional<users::UserId> person;  // who that is, if anybody
  std::optional<AddressBytes> address;  // nothing: not from a network
  std::string devices;                  // the cookie of devices.h, as it came
};

// A reservation that has been taken; what it was taken from.
struct Ticket {
  Line lane;
  std::vector<Line> networks;
};
struct TooMany {
  base::Duration retry_after{};
};
using Admission = std::variant<Ticket, TooMany>;

class Budget {
 public:
  Budget(AttemptStore& store, const Devices& devices, const crypto::MacKey& key,
         const base::Clock& clock, Tariffs tariffs)
      : store_(store), devices_(devices), key_(key), clock_(clock), tariffs_(tariffs) {}

  // `purpose` keeps passwords apart from codes (LG8).
  base::Result<Admission> admit(const Act& act, std::string_view purpose, const Attempt& attempt);
  // It was right: the lane begins anew, the network has this one attempt back, so that logging in
  // to an account of one's own buys no guesses at others.
  void settle(const Ticket& ticket);

 private:
  Line line(std::string_view purpose, std::string_view kind, base::BytesView what,
            const Tariff& tariff) const;

  AttemptStore& store_;
  const Devices& devices_;
  const crypto::MacKey& key_;
  const base::Clock& clock_;
  const Tariffs tariffs_;
};

// The first 64 bits of an IPv6 address, which one subscriber has whole; all of an IPv4 address.
base::Bytes network_of(const AddressBytes& address);

}  // namespace identity::budget
