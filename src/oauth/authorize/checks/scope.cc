#include "oauth/scope/scope.h"

#include "oauth/authorize/checks.h"
#include "oauth/authorize/request.h"

namespace oauth::authorize {

// Of what is asked for, the part that the client is registered for is granted, and that is told
// with the tokens (RFC 6749 section 3.3); nothing of it is a mistake.
Verdict scope(const Question& question) {
  const auto text = question.sent.get("scope");
  if (!text) {
    return Wrong{"invalid_scope", "RFC6749-3.3", "scope is missing"};
  }
  constexpr std::size_t kLongest = 4000;
  if (text->size() > kLongest || !scopes_in(*text)) {
    return Wrong{"invalid_scope", "RFC6749-3.3", "scope is not a list of scopes"};
  }
  if (!read(question.sent, question.client).scopes.empty()) {
    return std::nullopt;
  }
  return Wrong{"invalid_scope", "RFC6749-3.3", "the client is registered for no such scope"};
}

}  // namespace oauth::authorize
