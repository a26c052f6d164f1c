// POST /oauth/introspect: whether a token is good, told to the client it was given to (RFC 7662).
//
//   good                             200 {"active":true,…}
//   anything else                    200 {"active":false}
//   the client is not who it says    401 {"error":"invalid_client",…}
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> introspection_routes(const Desk& desk);

}  // namespace endpoints
