// What stands behind the rows of auth.cc, a file each.
#pragma once

#include <optional>
#include <variant>

#include "base/result.h"
#include "endpoints/desk.h"
#include "http/message.h"
#include "session_api/login_book.h"

namespace endpoints {

base::Result<http::Response> auth_log_in(const Desk& desk, http::Request& request);
base::Result<http::Response> auth_refresh(const Desk& desk, http::Request& request);
base::Result<http::Response> auth_log_out(const Desk& desk, http::Request& request);
base::Result<http::Response> auth_profile(const Desk& desk, http::Request& request);
// From memory alone; nothing where that does not know.
std::optional<base::Result<http::Response>> auth_profile_quickly(const Desk& desk,
                                                                 http::Request& request);
base::Result<http::Response> auth_sessions(const Desk& desk, http::Request& request);
base::Result<http::Response> auth_end_session(const Desk& desk, http::Request& request);

// Whose the access token of a request is, by the cookie alone; else what to answer.
base::Result<std::variant<session_api::Login, http::Response>> auth_member(
    const Desk& desk, const http::Request& request);

}  // namespace endpoints
