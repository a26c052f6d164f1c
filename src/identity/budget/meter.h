// The arithmetic of guesses, without a store and without a clock: the store reads a meter under a
// lock, asks here, and writes what it is told. Delays come first and grow; a lock comes long after,
// passes by itself, and shuts one way in, never the person (LG4).
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace identity::budget {

struct Tariff {
  std::uint32_t free = 5;        // attempts before the first delay
  base::Duration first_delay{};  // doubles with each attempt after
  base::Duration longest_delay{};
  std::uint32_t lock_after = 50;  // attempts not forgotten
  base::Duration lock_for{};
  base::Duration forget_one_every{};  // of quiet
};

struct Meter {
  std::uint32_t attempts = 0;  // not forgotten and not proved right
  base::Instant counted_at;    // since when the next one is being forgotten
  base::Instant open_at;       // not before
};

struct Charged {
  bool allowed = false;
  bool closed = false;  // this attempt was the last for now
  Meter after;          // to be written, whether allowed or not
};

// A refused attempt costs nothing: knocking on a closed door does not keep it closed.
Charged charge(const Meter& before, const Tariff& tariff, base::Instant now);

// The attempt was right: it is taken back. Others that are under way, or were wrong, stay counted.
Meter give_back(const Meter& before, const Tariff& tariff, base::Instant now);

// When the meter says no more than one that was never charged, and its row may go.
base::Instant forgotten_at(const Meter& meter, const Tariff& tariff);

}  // namespace identity::budget
