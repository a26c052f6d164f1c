// POST /oauth/revoke: a client needs a token no more (RFC 7009).
//
//   ended, or never was its own      200, and nothing is said
//   a token that cannot be revoked   400 {"error":"unsupported_token_type",…}
//   the client is not who it says    401 {"error":"invalid_client",…}
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> revocation_routes(const Desk& desk);

}  // namespace endpoints
