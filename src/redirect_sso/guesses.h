// Wrong codes and wrong secrets, counted (LS4): a network's, and those of a site that has shown who
// it is, in meters that all nodes share. What is limited is being wrong. A right code passes a
// closed meter, or whoever floods a site's callback with rubbish would lock everybody out of it.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "crypto/digest.h"
#include "identity/act.h"
#include "identity/budget/attempt_store.h"
#include "identity/budget/budget.h"
#include "redirect_sso/site.h"

namespace redirect_sso {

struct GuessTariffs {
  identity::budget::Tariff network{.free = 30,
                                   .first_delay = std::chrono::seconds(1),
                                   .longest_delay = std::chrono::minutes(1),
                                   .lock_after = 1000,
                                   .lock_for = std::chrono::minutes(15),
                                   .forget_one_every = std::chrono::seconds(6)};
  // Its people reload pages and press the back button, all of them through one server.
  identity::budget::Tariff site{.free = 300,
                                .first_delay = std::chrono::seconds(1),
                                .longest_delay = std::chrono::minutes(1),
                                .lock_after = 10000,
                                .lock_for = std::chrono::minutes(15),
                                .forget_one_every = std::chrono::seconds(1)};
};

class Guesses {
 public:
  struct Parts {
    identity::budget::AttemptStore& store;
    const crypto::MacKey& key;
    const base::Clock& clock;
  };
  explicit Guesses(const Parts& parts, GuessTariffs tariffs = {})
      : parts_(parts), tariffs_(tariffs) {}

  // Whose meter: of a site that has shown who it is, or else of a network.
  struct Guesser {
    const Site* site = nullptr;
    std::optional<identity::budget::AddressBytes> address;
  };

  // How long their meter stays closed, as far as this node has been told. Reads nothing.
  std::optional<base::Duration> closed(const Guesser& guesser);
  // It was wrong. How long the meter was closed already, if it was.
  base::Result<std::optional<base::Duration>> charge(const identity::Act& act,
                                                     const Guesser& guesser);

 private:
  identity::budget::Line line_of(const Guesser& guesser) const;

  Parts parts_;
  const GuessTariffs tariffs_;
  // What the store last said. Forgotten with the process: the next wrong one is told again.
  std::mutex mutex_;
  std::map<base::Bytes, base::Instant> open_at_;
};

}  // namespace redirect_sso
