#include "oauth/authorize/checks.h"
#include "oauth/scope/scope.h"

namespace oauth::authorize {

// Values that nobody knows are ignored.
Verdict prompt(const Question& question) {
  const auto text = question.sent.get("prompt");
  const auto values = scopes_in(text.value_or(""));
  if (!values || (holds(*values, "none") && values->size() > 1)) {
    return Wrong{"invalid_request", "OIDC-3.1.2.1",
                 "prompt is a list of values, and none stands alone"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
