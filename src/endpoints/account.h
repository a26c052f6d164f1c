// /account and what is below it: what people see and change of themselves. A live session opens it;
// a new password asks for the current one too.
#pragma once

#include <vector>

#include "base/result.h"
#include "endpoints/desk.h"
#include "endpoints/doors.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> account_routes(const Desk& desk);

// Rows of doors.cc. The wish's request is the page that was asked for.
base::Result<Guest> guest_of_account(const Desk& desk, const identity::login::Wish& wish);
base::Result<http::Response> go_on_to_account(const Desk& desk, const http::Request& request,
                                              const Passage& passage);
base::Result<http::Response> log_in_to_account(const Desk& desk, const http::Request& request,
                                               const identity::login::Wish& wish,
                                               identity::sessions::Answer because);

}  // namespace endpoints
