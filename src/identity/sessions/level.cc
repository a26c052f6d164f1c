#include "identity/sessions/level.h"

#include <bit>
#include <utility>

namespace identity::sessions {

Level level_of(Kind kinds) {
  switch (std::popcount(static_cast<std::uint8_t>(kinds))) {
    case 0:
      return Level::none;
    case 1:
      return Level::one_factor;
    default:
      return Level::two_factors;
  }
}

std::string_view to_string(Level level) {
  switch (level) {
    case Level::none:
      return "none";
    case Level::one_factor:
      return "one_factor";
    case Level::two_factors:
      return "two_factors";
  }
  std::unreachable();
}

std::optional<Level> level_from(std::string_view text) {
  for (const Level level : {Level::none, Level::one_factor, Level::two_factors}) {
    if (text == to_string(level)) {
      return level;
    }
  }
  return std::nullopt;
}

}  // namespace identity::sessions
