#include "oauth/authorize/checks.h"
#include "oauth/authorize/claims_request.h"

namespace oauth::authorize {

Verdict claims(const Question& question) {
  if (!read_claims(question.sent.get("claims").value_or(""))) {
    return Wrong{"invalid_request", "OIDC-5.5",
                 "claims is a JSON object of at most 4000 octets, and asks for texts"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
