#include "oauth/authorize/checks.h"

namespace oauth::authorize {

// OAuth 2.0 Multiple Response Type Encoding Practices, section 2.1.
Verdict response_mode(const Question& question) {
  const auto mode = question.sent.get("response_mode");
  if (!mode || *mode == "query") {
    return std::nullopt;
  }
  return Wrong{"invalid_request", "", "response_mode is query or left out"};
}

}  // namespace oauth::authorize
