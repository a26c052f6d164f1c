// GET /login?redirectUrl=U: a site sends somebody to be logged in (contract 0).
//
//   U is nobody's                          400, a page; nothing else is looked at before (LS1)
//   the site is disabled                   403, a page
//   HEAD, prefetch, no navigation          204, and no code (LS5)
//   not logged in                          the login, and then as below
//   an administrator, whom the site
//   does not admit                         403, a page that says so
//   logged in                              303 to U with the code appended
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "endpoints/desk.h"
#include "endpoints/doors.h"
#include "endpoints/visitor.h"
#include "http/form.h"

namespace endpoints {

inline constexpr std::string_view kSiteDoor = "redirect_sso";
inline constexpr std::string_view kRedirectUrl = "redirectUrl";

base::Result<http::Response> begin_site_login(const Desk& desk, const http::Request& request,
                                              const http::Form& query);

// Rows of doors.cc. The wish's request is U.
base::Result<http::Response> go_on_to_site(const Desk& desk, const http::Request& request,
                                           const Passage& passage);
base::Result<http::Response> log_in_to_site(const Desk& desk, const http::Request& request,
                                            const identity::login::Wish& wish,
                                            identity::sessions::Answer because);
base::Result<Guest> guest_of_site(const Desk& desk, const identity::login::Wish& wish);

}  // namespace endpoints
