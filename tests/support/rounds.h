// How often a race is run: as often as a test says, or as RACE_ROUNDS does, for the soak.
#pragma once

#include <algorithm>
#include <cstdlib>

namespace support {

inline int race_rounds(int usual) {
  const char* wanted = std::getenv("RACE_ROUNDS");
  return wanted == nullptr ? usual : std::max(1, std::atoi(wanted));
}

}  // namespace support
