#include "endpoints/oauth_metadata.h"

#include <chrono>
#include <string>

#include "endpoints/oauth_wire.h"
#include "oidc/discovery/metadata.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

constexpr std::chrono::seconds kAge = std::chrono::minutes(15);

// Built once: the issuer and the algorithms are configuration.
http::Route document(const Desk& desk, std::string_view pattern) {
  auto response = Response::json(
      200, oidc::discovery::metadata({.issuer = desk.front.options().issuer,
                                      .algorithms = desk.rooms.oauth.keys.options().algorithms}));
  response.cache_for(kAge);
  const http::Prepared prepared(response);
  return {
      .pattern = std::string(pattern),
      .handler = [prepared](Request&) -> Result<Response> { return Response::prepared(prepared); },
      .runs = http::Runs::on_loop,
      .cors = http::Cors::anyone};
}

Response key_set(const Desk& desk) {
  const auto snapshot = desk.rooms.oauth.keys.snapshot();
  const auto& set = snapshot->public_set();
  auto response = Response::json_text(200, set.json);
  response.cache_for(set.max_age);
  response.header("ETag", set.etag);
  return response;
}

}  // namespace

std::vector<http::Route> oauth_metadata_routes(const Desk& desk) {
  return {document(desk, "/.well-known/openid-configuration"),
          document(desk, "/.well-known/oauth-authorization-server"),
          {.pattern = "/oauth/jwks",
           .handler = [desk](Request&) -> Result<Response> { return key_set(desk); },
           .runs = http::Runs::on_loop,
           .cors = http::Cors::anyone}};
}

}  // namespace endpoints
