#include <algorithm>

#include "oauth/authorize/checks.h"

namespace oauth::authorize {

Verdict max_age(const Question& question) {
  constexpr std::size_t kMostDigits = 9;
  const auto age = question.sent.get("max_age");
  if (age && (age->size() > kMostDigits ||
              !std::ranges::all_of(*age, [](char c) { return c >= '0' && c <= '9'; }))) {
    return Wrong{"invalid_request", "OIDC-3.1.2.1", "max_age is a number of seconds"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
