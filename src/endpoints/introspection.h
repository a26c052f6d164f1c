// POST /oauth/introspect: whether a token is good, told to the client it was given to (RFC 7662).
//
//   good                             200 {"active":true,…}
//   anything else                    200 {"active":false}
//   the client is not who it says    401 {"error":"invalid_client",…}
#pragma once

#include <any>
#include <vector>

#include "base/json.h"
#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

// Of a token that is good, for as long as that is remembered (oauth/resource/recent_tokens.h).
std::any introspection_told(const base::json::object& body);

std::vector<http::Route> introspection_routes(const Desk& desk);

}  // namespace endpoints
