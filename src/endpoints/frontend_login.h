// GET /auth/{provider}: the login of the frontend's people by a provider (contract 2).
//
//   logged in already      303 to the frontend at once, with the cookies of a login
//   not                    303 to the provider; its callback ends in the same answer
//   no FRONTEND_URL        JSON, {"access_token","user"}
//   it did not come off    303 to the frontend with `?error=…`
//   no such provider       404
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "endpoints/doors.h"
#include "http/router.h"

namespace endpoints {

inline constexpr std::string_view kFrontendDoor = "frontend";

std::vector<http::Route> frontend_login_routes(const Desk& desk);

// The frontend with the error in its query; nothing where there is no frontend, or the login is not
// for it.
std::optional<http::Response> frontend_failure(const Desk& desk, const identity::login::Wish& wish,
                                               std::string_view error);

base::Result<Guest> guest_of_frontend(const Desk& desk, const identity::login::Wish& wish);
base::Result<http::Response> go_on_to_frontend(const Desk& desk, const http::Request& request,
                                               const Passage& passage);
base::Result<http::Response> frontend_without_page(const Desk& desk, const http::Request& request,
                                                   const identity::login::Wish& wish,
                                                   identity::sessions::Answer because);

}  // namespace endpoints
