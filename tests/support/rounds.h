// How often a race is run: as often as a test says, or as RACE_ROUNDS does, for the soak.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace support {

inline int race_rounds(int usual) {
  const char* wanted = std::getenv("RACE_ROUNDS");
  if (wanted == nullptr) {
    return usual;
  }
  const std::string_view text(wanted);
  int rounds = 0;
  std::from_chars(text.data(), text.data() + text.size(), rounds);
  return std::max(1, rounds);
}

}  // namespace support
