#include "oauth/authorize/checks.h"

namespace oauth::authorize {

// OAuth 2.0 Multiple Response Type Encoding Practices section 2.1, and Form Post Response Mode. An
// app that a scheme calls takes no form, and a client has what it is registered for (AZ8).
Verdict response_mode(const Question& question) {
  const auto mode = question.sent.get("response_mode").value_or("query");
  const auto redirect_uri = question.sent.get("redirect_uri").value_or("");
  const bool takes_forms =
      redirect_uri.starts_with("https://") || redirect_uri.starts_with("http://");
  const auto known = response_mode_from(mode);
  if (!known || (*known == ResponseMode::form_post && !takes_forms)) {
    return Wrong{"invalid_request", "", "response_mode is query, form_post or left out"};
  }
  if (!question.client.takes(*known)) {
    return Wrong{"invalid_request", "", "the client is not registered for that response_mode"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
