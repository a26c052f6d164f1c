#include "oauth/authorize/checks.h"

namespace oauth::authorize {

// It comes back in the ID token, whose size it is a part of.
Verdict nonce(const Question& question) {
  constexpr std::size_t kLongest = 1000;
  const auto nonce = question.sent.get("nonce");
  if (nonce && nonce->size() > kLongest) {
    return Wrong{"invalid_request", "", "nonce has at most 1000 octets"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
