// How often the process is killed: KILL9_ROUNDS says so; fifty times when it does not.
#pragma once

#include <algorithm>
#include <cstdlib>

namespace faults {

inline int rounds() {
  const char* wanted = std::getenv("KILL9_ROUNDS");
  return wanted == nullptr ? 50 : std::max(1, static_cast<int>(std::strtol(wanted, nullptr, 10)));
}

}  // namespace faults
