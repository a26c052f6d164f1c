// How sure Gapura is of who somebody is, by the kinds of proof they gave (NIST SP 800-63B, section
// 4): two factors are two kinds, not twice the same. A session remembers its level; a door asks for
// one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace identity::sessions {

// Bits: a passkey that asks for a fingerprint is two kinds at once.
enum class Kind : std::uint8_t { nothing = 0, knowledge = 1, possession = 2, inherence = 4 };

constexpr Kind operator|(Kind left, Kind right) {
  return static_cast<Kind>(static_cast<std::uint8_t>(left) | static_cast<std::uint8_t>(right));
}

enum class Level { none, one_factor, two_factors };

Level level_of(Kind kinds);
std::string_view to_string(Level level);
std::optional<Level> level_from(std::string_view text);

}  // namespace identity::sessions
