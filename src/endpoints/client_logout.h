// /oauth/logout: a client sends somebody to be logged out (OpenID Connect RP-Initiated Logout 1.0).
//
//   what it sends fits no client       400, a page, and nobody is sent anywhere
//   an ID token of this very session   the session ends; 303 to the client, or to /logged-out
//   nobody is logged in                the same
//   anything else                      200, a page that asks; its form ends the session (CK7)
//   POST                               303 to the same by GET: the session's cookie does not come
//                                      with what another site posts (AZ14)
//   HEAD, prefetch, no navigation      204, and nothing ends
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> client_logout_routes(const Desk& desk);

}  // namespace endpoints
