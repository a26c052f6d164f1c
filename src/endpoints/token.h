// POST /oauth/token: tokens for a code, for a refresh token, or for the client itself (RFC 6749
// section 3.2).
//
//   good                             200 {"access_token","token_type","expires_in",…}
//   the client is not who it says    401 {"error":"invalid_client",…}
//   anything else that is wrong      400 {"error","error_description"}
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> token_routes(const Desk& desk);

}  // namespace endpoints
