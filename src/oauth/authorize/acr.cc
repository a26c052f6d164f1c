#include "oauth/authorize/acr.h"

#include <algorithm>

namespace oauth::authorize {

std::span<const std::string_view> acr_values() {
  static const auto values = [] {
    std::array<std::string_view, kReached.size()> all;
    std::ranges::transform(kReached, all.begin(), &identity::sessions::to_string);
    return all;
  }();
  return values;
}

}  // namespace oauth::authorize
