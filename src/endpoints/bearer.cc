#include "endpoints/bearer.h"

#include <optional>
#include <string>
#include <utility>

#include "base/json.h"
#include "endpoints/oauth_wire.h"
#include "http/ascii.h"
#include "http/dispatcher.h"
#include "oauth/scope/scope.h"

namespace endpoints {
namespace {

using http::Request;
using http::Response;

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kParameter = "access_token";

struct Refusal {
  int status = 401;
  std::string_view error;  // empty: nothing was shown
  std::string_view description;
  std::string_view scope;
};

// RFC 6750 section 3.
Response refused(const Refusal& refusal) {
  std::string challenge = R"(Bearer realm="Gapura")";
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) {
      challenge.append(", ").append(name).append("=\"").append(value).append("\"");
    }
  };
  add("error", refusal.error);
  add("error_description", refusal.error.empty() ? "" : refusal.description);
  add("scope", refusal.scope);
  auto response = Response::json(
      refusal.status,
      base::json::object{{"error", refusal.error.empty() ? "unauthorized" : refusal.error},
                         {"error_description", refusal.description}});
  response.header("WWW-Authenticate", challenge);
  return response;
}

constexpr Refusal kTwice{400, "invalid_request", "one access token is shown, in one way", ""};
constexpr Refusal kInAddress{400, "invalid_request", "an access token is shown in no address", ""};
constexpr Refusal kNone{401, "", "an access token is needed", ""};
constexpr Refusal kInvalid{401, "invalid_token", "the access token is not good, or not any more",
                           ""};

using TokenOrRefusal = std::variant<std::string, Refusal>;

base::Result<TokenOrRefusal> token_of(const Request& request) {
  TRY_VAL(query, request.query_form());
  if (query.has(kParameter)) {
    return kInAddress;
  }
  std::optional<std::string> token;
  const auto authorization = request.header("Authorization");
  if (request.header_count("Authorization") > 1) {
    return kTwice;
  }
  if (authorization && http::iequals(authorization->substr(0, kBearer.size()), kBearer)) {
    token = std::string(http::trim(authorization->substr(kBearer.size())));
  }
  if (request.method == http::Method::post && !request.body.empty()) {
    TRY_VAL(form, request.form());
    if (form.count(kParameter) > 1 || (token && form.has(kParameter))) {
      return kTwice;
    }
    TRY_VAL(sent, form.get(kParameter));
    if (sent) {
      token = std::move(sent);
    }
  }
  if (!token || token->empty()) {
    return kNone;
  }
  return *std::move(token);
}

}  // namespace

http::Response bearer_error(const Request& request, const base::Error& error) {
  const int status = http::status_of(error.code);
  return status >= 500 || status == 429
             ? oauth_error(request, error)
             : refused({.status = status == 415 ? 415 : 400,
                        .error = "invalid_request",
                        .description = "the request cannot be read: a form, or no body at all"});
}

std::optional<std::string_view> plain_bearer(const Request& request) {
  const auto authorization = request.header("Authorization");
  if (!authorization || !request.query.empty() || !request.body.empty() ||
      request.header_count("Authorization") > 1 ||
      !http::iequals(authorization->substr(0, kBearer.size()), kBearer)) {
    return std::nullopt;
  }
  return http::trim(authorization->substr(kBearer.size()));
}

base::Result<BearerOrAnswer> bearer_of(const Desk& desk, const Request& request,
                                       std::string_view scope) {
  TRY_VAL(token, token_of(request));
  if (const auto* refusal = std::get_if<Refusal>(&token)) {
    return refused(*refusal);
  }
  TRY_VAL(looked, desk.rooms.oauth.bearers.look(std::get<std::string>(token), request.id));
  auto* bearer = std::get_if<oauth::resource::Bearer>(&looked);
  if (bearer == nullptr) {
    return refused(kInvalid);
  }
  if (!oauth::holds(bearer->scopes, scope)) {
    return refused({.status = 403,
                    .error = "insufficient_scope",
                    .description = "the access token is for something else",
                    .scope = scope});
  }
  return std::move(*bearer);
}

}  // namespace endpoints
