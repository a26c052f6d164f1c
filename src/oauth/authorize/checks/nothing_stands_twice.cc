#include "oauth/authorize/checks.h"

namespace oauth::authorize {

Verdict nothing_stands_twice(const Question& question) {
  const auto twice = question.sent.repeated();
  if (!twice) {
    return std::nullopt;
  }
  return Wrong{"invalid_request", "RFC6749-3.1", "a parameter was sent more than once"};
}

}  // namespace oauth::authorize
