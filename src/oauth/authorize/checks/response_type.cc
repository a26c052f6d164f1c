#include "oauth/authorize/checks.h"

namespace oauth::authorize {

Verdict response_type(const Question& question) {
  const auto type = question.sent.get("response_type");
  if (!type) {
    return Wrong{"invalid_request", "RFC6749-4.1.1", "response_type is missing"};
  }
  if (*type != "code") {
    return Wrong{"unsupported_response_type", "RFC6749-4.1.2.1", "response_type is code"};
  }
  if (!question.client.may(Grant::authorization_code)) {
    return Wrong{"unauthorized_client", "RFC6749-4.1.2.1", "the client may not ask for codes"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
