#include "endpoints/token.h"

#include <optional>
#include <string>
#include <utility>

#include "base/json.h"
#include "endpoints/oauth_wire.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

// RFC 6749 section 2.3.1; nothing for credentials that are no credentials.
std::optional<oauth::Shown> shown_by(const Request& request, const oauth::Parameters& form) {
  oauth::Shown shown;
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
  shown.assertion =
      form.get("client_assertion").has_value() || form.get("client_assertion_type").has_value();
  return shown;
}

Response answer(const oauth::token::Given& given) {
  base::json::object body{{"access_token", given.access_token},
                          {"token_type", "Bearer"},
                          {"expires_in", given.expires_in.count()}};
  if (given.refresh_token) {
    body["refresh_token"] = *given.refresh_token;
  }
  if (given.id_token) {
    body["id_token"] = *given.id_token;
  }
  if (given.scope) {
    body["scope"] = *given.scope;
  }
  return Response::json(200, body);
}

Result<Response> take(const Desk& desk, const Request& request) {
  TRY_VAL(form, request.form());
  const auto parameters = parameters_of(form);
  // Secrets and codes have no place in an address, which every log on the way keeps.
  if (!request.query.empty()) {
    return oauth_failure({"invalid_request", "RFC6749-3.2", "parameters are sent in the body"});
  }
  const auto shown = shown_by(request, parameters);
  if (!shown) {
    return oauth_failure({"invalid_client", "RFC6749-5.2", "the credentials are not HTTP Basic"});
  }
  TRY_VAL(told, desk.rooms.oauth.token.ask(by_nobody(request), *shown, parameters));
  if (const auto* wrong = std::get_if<oauth::Wrong>(&told)) {
    return oauth_failure(*wrong);
  }
  return answer(std::get<oauth::token::Given>(told));
}

}  // namespace

std::vector<http::Route> token_routes(const Desk& desk) {
  return {{.method = http::Method::post,
           .pattern = "/oauth/token",
           .handler = [desk](Request& request) { return take(desk, request); },
           .body = http::Body::form,
           .origins = http::Origins::anyone,
           .on_error = &oauth_error}};
}

}  // namespace endpoints
