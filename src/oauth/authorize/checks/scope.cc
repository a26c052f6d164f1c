#include "oauth/scope/scope.h"

#include "oauth/authorize/checks.h"

namespace oauth::authorize {

// Of what is asked for, the part that the client is registered for is granted, and that is told
// with the tokens (RFC 6749 section 3.3); nothing of it is a mistake.
Verdict scope(const Question& question) {
  const auto text = question.sent.get("scope");
  if (!text) {
    return Wrong{"invalid_scope", "RFC6749-3.3", "scope is missing"};
  }
  const auto scopes = scopes_in(*text);
  if (!scopes) {
    return Wrong{"invalid_scope", "RFC6749-3.3", "scope is not a list of scopes"};
  }
  for (const auto& one : *scopes) {
    if (question.client.may(one)) {
      return std::nullopt;
    }
  }
  return Wrong{"invalid_scope", "RFC6749-3.3", "the client is registered for no such scope"};
}

}  // namespace oauth::authorize
