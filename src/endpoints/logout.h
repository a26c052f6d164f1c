// /logout asks, and ends the session of this browser; /logged-out says that it has ended.
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> logout_routes(const Desk& desk);

}  // namespace endpoints
