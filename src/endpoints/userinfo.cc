#include "endpoints/userinfo.h"

#include <any>
#include <optional>
#include <string>
#include <utility>

#include "base/json.h"
#include "endpoints/bearer.h"
#include "endpoints/browsers.h"
#include "oidc/userinfo/person_claims.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

Result<Response> show(const Desk& desk, const Request& request) {
  TRY_VAL(asked, bearer_of(desk, request, "openid"));
  if (auto* refused = std::get_if<Response>(&asked)) {
    return std::move(*refused);
  }
  const auto& bearer = std::get<oauth::resource::Bearer>(asked);
  const auto& room = desk.rooms.oauth.claims;
  TRY_VAL(claims, room.of(bearer.user(), bearer.scopes));
  if (!bearer.claims.empty()) {
    TRY_VAL(named, room.named(bearer.user(), bearer.claims, bearer.claim_scopes));
    for (const auto& [name, value] : named) {
      claims[name] = value;
    }
  }
  auto response = Response::json(200, claims);
  desk.rooms.oauth.bearers.tell(oauth::resource::Door::userinfo, bearer.token,
                                http::Prepared(response));
  return response;
}

std::optional<Result<Response>> show_quickly(const Desk& desk, const Request& request) {
  const auto token = plain_bearer(request);
  const auto told =
      token ? desk.rooms.oauth.bearers.told_recently(oauth::resource::Door::userinfo, *token)
            : oauth::resource::Told{};
  const auto* answer = std::any_cast<http::Prepared>(told.is.get());
  return answer == nullptr ? std::nullopt
                           : std::optional(Result<Response>(Response::prepared(*answer)));
}

http::Route row(const Desk& desk, http::Method method) {
  http::QuickHandler quick;
  if (method == http::Method::get) {
    quick = [desk](Request& request) { return show_quickly(desk, request); };
  }
  return {.method = method,
          .pattern = "/oauth/userinfo",
          .handler = [desk](Request& request) { return show(desk, request); },
          .quick = std::move(quick),
          .runs = http::Runs::on_loop_fiber,
          .body = method == http::Method::post ? http::Body::any : http::Body::none,
          .origins = http::Origins::anyone,
          .on_error = &bearer_error};
}

}  // namespace

std::vector<http::Route> userinfo_routes(const Desk& desk) {
  return open_to_browsers(desk, {row(desk, http::Method::get), row(desk, http::Method::post)});
}

}  // namespace endpoints
