#include "oauth/authorize/checks.h"

#include <array>

namespace oauth::authorize {
namespace {

// A parameter that stands twice is read by nobody; the others say what is wrong with one alone.
constexpr std::array kChecks = {
    &nothing_stands_twice,
    &response_mode,
    &response_type,
    &no_request_object,
    &state,
    &scope,
    &challenge,
    &nonce,
    &prompt,
    &max_age,
    &claims,
    &resource,
};

}  // namespace

Verdict check(const Question& question) {
  for (const auto each : kChecks) {
    if (auto wrong = each(question)) {
      return wrong;
    }
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
