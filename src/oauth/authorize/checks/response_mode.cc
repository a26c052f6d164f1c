#include "oauth/authorize/checks.h"

namespace oauth::authorize {

// OAuth 2.0 Multiple Response Type Encoding Practices section 2.1, and Form Post Response Mode. An
// app that a scheme calls takes no form.
Verdict response_mode(const Question& question) {
  const auto mode = question.sent.get("response_mode").value_or("query");
  const auto redirect_uri = question.sent.get("redirect_uri").value_or("");
  const bool takes_forms =
      redirect_uri.starts_with("https://") || redirect_uri.starts_with("http://");
  if (mode == "query" || (mode == "form_post" && takes_forms)) {
    return std::nullopt;
  }
  return Wrong{"invalid_request", "", "response_mode is query, form_post or left out"};
}

}  // namespace oauth::authorize
