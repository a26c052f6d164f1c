// GET /api/user-sso: who somebody is, in the twelve fields of contract 1, for whoever shows an
// access token of the scope view-user.
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> user_sso_routes(const Desk& desk);

}  // namespace endpoints
