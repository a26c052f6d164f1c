#include "oauth/authorize/checks.h"

namespace oauth::authorize {

// Contract 1 makes it required; OpenID Connect leaves it to the client.
Verdict state(const Question& question) {
  constexpr std::size_t kLongest = 2000;
  const auto state = question.sent.get("state");
  if (!state && question.client.profile == Profile::sso) {
    return Wrong{"invalid_request", "", "state is missing"};
  }
  if (state && state->size() > kLongest) {
    return Wrong{"invalid_request", "", "state has at most 2000 octets"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
