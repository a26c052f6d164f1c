#include "oauth/authorize/checks.h"
#include "oauth/pkce/pkce_gate.h"

namespace oauth::authorize {

Verdict challenge(const Question& question) {
  const auto challenge = question.sent.get("code_challenge");
  const auto method = question.sent.get("code_challenge_method");
  if (!challenge && method) {
    return Wrong{"invalid_request", "RFC7636-4.3", "code_challenge is missing"};
  }
  // Left out, the method is plain.
  if (challenge && method != "S256") {
    return Wrong{"invalid_request", "RFC7636-4.4.1", "code_challenge_method is S256"};
  }
  if (challenge && !PkceGate::is_challenge(*challenge)) {
    return Wrong{"invalid_request", "RFC7636-4.2", "code_challenge is a SHA-256 as base64url"};
  }
  if (!PkceGate::begin(question.client, challenge)) {
    return Wrong{"invalid_request", "RFC7636-4.4.1", "code challenge required"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
