#include "endpoints/oauth_metadata.h"

#include <chrono>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "crypto/digest.h"
#include "endpoints/oauth_wire.h"
#include "http/assets.h"
#include "oidc/discovery/metadata.h"
#include "web/pages.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

constexpr std::chrono::seconds kAge = std::chrono::minutes(15);

Response cached(Response response, std::chrono::seconds age, std::string_view etag) {
  response.cache_for(age);
  response.header("ETag", etag);
  return response;
}

// Built once: the issuer and the algorithms are configuration.
http::Route document(const Desk& desk, std::string_view pattern) {
  const auto acr_values = desk.rooms.oauth.authorization.acr_values();
  auto response = Response::json(
      200, oidc::discovery::metadata({.issuer = desk.front.options().issuer,
                                      .algorithms = desk.rooms.oauth.keys.options().algorithms,
                                      .acr_values = acr_values,
                                      .locales = web::languages(),
                                      .scopes = desk.rooms.oauth.claims.scopes(),
                                      .claims = desk.rooms.oauth.claims.names()}));
  const auto hash = crypto::sha256(base::bytes_of(response.body()));
  const std::string etag = '"' + base::to_base64url(hash) + '"';
  const http::Prepared whole(cached(std::move(response), kAge, etag));
  const http::Prepared current(cached(Response(304), kAge, etag));
  return {.pattern = std::string(pattern),
          .handler = [whole, current, etag](Request& request) -> Result<Response> {
            return Response::prepared(http::is_current(request, etag) ? current : whole);
          },
          .runs = http::Runs::on_loop,
          .cors = http::Cors::anyone};
}

Response key_set(const Desk& desk, const Request& request) {
  const auto snapshot = desk.rooms.oauth.keys.snapshot();
  const auto& set = snapshot->public_set();
  return cached(
      http::is_current(request, set.etag) ? Response(304) : Response::json_text(200, set.json),
      set.max_age, set.etag);
}

}  // namespace

std::vector<http::Route> oauth_metadata_routes(const Desk& desk) {
  return {
      document(desk, "/.well-known/openid-configuration"),
      document(desk, "/.well-known/oauth-authorization-server"),
      {.pattern = "/oauth/jwks",
       .handler = [desk](Request& request) -> Result<Response> { return key_set(desk, request); },
       .runs = http::Runs::on_loop,
       .cors = http::Cors::anyone}};
}

}  // namespace endpoints
