// GET and POST /oauth/userinfo: the claims about whoever an access token of the scope
// openid is about (OpenID Connect Core section 5.3).
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> userinfo_routes(const Desk& desk);

}  // namespace endpoints
