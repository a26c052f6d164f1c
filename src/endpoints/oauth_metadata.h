// What anybody may read about us as an OpenID Provider: /.well-known/openid-configuration,
// /.well-known/oauth-authorization-server (RFC 8414) and /oauth/jwks (RFC 7517).
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> oauth_metadata_routes(const Desk& desk);

}  // namespace endpoints
