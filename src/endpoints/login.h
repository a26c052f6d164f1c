// /login and /login/{transaction}: what is due in a login, shown and submitted, whatever the door.
//
//   GET a page again, in another tab, by the back button, after a restart   200, what is due now
//   logged in already                  303 to the account; from memory alone where it is remembered
//   a step that counted                303 to the page of the next, or to where the door goes on
//   wrong                              422 (RFC 9110, section 15.5.21): 401 would have to name a
//                                      scheme of HTTP authentication, and 403 is for who may not
//   too many, wrong or begun           429 with Retry-After
//   HEAD, prefetch, no navigation      204, and nothing is begun
//   another step is due                409, what is due
//   too late, done, left behind        410, with a button that begins the same wish again
//   another browser's, or nobody's     404, the same for both
#pragma once

#include <vector>

#include "base/result.h"
#include "endpoints/desk.h"
#include "endpoints/visitor.h"
#include "http/router.h"
#include "identity/login/wish.h"

namespace endpoints {

// For every door: goes on at once where the session is what is wished, else shows the page. An
// answer to a POST sends the browser to the page instead, so that a reload posts nothing twice.
base::Result<http::Response> begin_login(const Desk& desk, const http::Request& request,
                                         const Visitor& visitor, const identity::login::Wish& wish);

std::vector<http::Route> login_routes(const Desk& desk);

}  // namespace endpoints
