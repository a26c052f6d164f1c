// /logout asks, and ends the session of this browser; /logged-out says that it has ended.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "endpoints/desk.h"
#include "endpoints/visitor.h"
#include "http/router.h"

namespace endpoints {

inline constexpr std::string_view kLogoutPath = "/logout";
inline constexpr std::string_view kLoggedOutPath = "/logged-out";

std::vector<http::Route> logout_routes(const Desk& desk);

// Ends the visitor's session, if it has not ended yet, by the one way in which sessions end.
base::Done end_session(const Desk& desk, const http::Request& request, const Visitor& visitor);
// To there, without the session's cookie.
http::Response logged_out(const Desk& desk, std::string_view location);

}  // namespace endpoints
