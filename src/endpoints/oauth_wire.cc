#include "endpoints/oauth_wire.h"

#include <optional>
#include <string>
#include <utility>

#include "base/json.h"
#include "endpoints/desk.h"
#include "http/dispatcher.h"

namespace endpoints {
namespace {

// RFC 6749 section 2.3.1; nothing for credentials that are no credentials.
std::optional<oauth::Shown> shown_by(const http::Request& request, const oauth::Parameters& form) {
  oauth::Shown shown{.from = request.client.address.bytes()};
  if (const auto authorization = request.header("Authorization")) {
    shown.basic = oauth::basic_credentials(*authorization);
    if (!shown.basic || request.header_count("Authorization") > 1) {
      return std::nullopt;
    }
  }
  if (const auto id = form.get("client_id")) {
    shown.client_id = std::string(*id);
  }
  if (const auto secret = form.get("client_secret")) {
    shown.secret = base::Secret(*secret);
  }
  if (const auto assertion = form.get("client_assertion")) {
    shown.assertion = std::string(*assertion);
  }
  if (const auto type = form.get("client_assertion_type")) {
    shown.assertion_type = std::string(*type);
  }
  return shown;
}

}  // namespace

oauth::Parameters parameters_of(const http::Form& form) {
  return oauth::Parameters({form.entries().begin(), form.entries().end()});
}

identity::Act by_nobody(const http::Request& request) {
  return {.actor = "nobody",
          .address = request.client.address.text(),
          .request_id = std::string(request.id)};
}

base::Result<std::variant<Question, http::Response>> oauth_question(const http::Request& request) {
  using Asked = std::variant<Question, http::Response>;
  TRY_VAL(form, request.form());
  // Secrets and codes have no place in an address, which every log on the way keeps.
  if (!request.query.empty()) {
    return Asked(
        oauth_failure({"invalid_request", "RFC6749-3.2", "parameters are sent in the body"}));
  }
  auto parameters = parameters_of(form);
  auto shown = shown_by(request, parameters);
  if (!shown) {
    return Asked(
        oauth_failure({"invalid_client", "RFC6749-5.2", "the credentials are not HTTP Basic"}));
  }
  return Asked(Question{.form = std::move(parameters), .shown = *std::move(shown)});
}

http::Response oauth_failure(const oauth::Wrong& wrong) {
  const bool nobody = wrong.error == "invalid_client";
  auto response = http::Response::json(
      wrong.retry_after ? 429
      : nobody          ? 401
                        : 400,
      base::json::object{{"error", wrong.error}, {"error_description", wrong.description}});
  if (nobody) {
    response.header("WWW-Authenticate", R"(Basic realm="Gapura", charset="UTF-8")");
  }
  if (wrong.retry_after) {
    response.header("Retry-After", std::to_string(seconds_until(*wrong.retry_after)));
  }
  return response;
}

http::Response oauth_error(const http::Request&, const base::Error& error) {
  const int status = http::status_of(error.code);
  const bool ours = status >= 500;
  base::json::object body{{"error", ours            ? "server_error"
                                    : status == 429 ? "temporarily_unavailable"
                                                    : "invalid_request"}};
  if (!ours) {
    body["error_description"] = error.description;
  }
  auto response = http::Response::json(ours || status == 429 ? status : 400, body);
  if (error.code == base::ErrorCode::unavailable || error.code == base::ErrorCode::too_many) {
    response.header("Retry-After", "1");
  }
  return response;
}

}  // namespace endpoints
