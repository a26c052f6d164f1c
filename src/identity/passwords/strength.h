// How many guesses a password is worth, by zxcvbn on its first 72 characters: what lies beyond
// makes no weak password of a strong one, and the estimate takes time that grows with its square.
// It takes milliseconds at worst, so it runs where hashing runs, never on an event loop.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/secret.h"

namespace identity::passwords {

inline constexpr std::size_t kEstimatedPoints = 72;

// What made it easy, as keys of the locales.
enum class Hint { word, name_of_yours, repeats, sequence, keyboard, date };

struct Strength {
  double bits = 0;
  std::vector<Hint> hints;  // each once
};

// `theirs`: what an attacker knows of the person and of the place.
Strength strength_of(const base::Secret& password, std::span<const std::string> theirs);

}  // namespace identity::passwords
