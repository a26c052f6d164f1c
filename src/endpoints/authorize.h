// GET and POST /oauth/authorize: a client sends somebody to be logged in (RFC 6749 section 3.1).
//
//   whose it is, or where its answer
//   should go, is not known            400, a page (AZ6)
//   anything else that is wrong        303 to the client with the error
//   HEAD, prefetch, no navigation      204, and no code
//   not logged in, or not as wished    the login, and then as below
//   not agreed to what it wants        303 to the consent page
//   logged in                          303 to the client with a code
//   POST, and it is good               303 to /oauth/authorize/{id}, where the request is kept: the
//                                      session's cookie does not come with what another site posts
//                                      (AZ14), and nothing of it stands in an address
#pragma once

#include <vector>

#include "base/result.h"
#include "endpoints/desk.h"
#include "endpoints/doors.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> authorize_routes(const Desk& desk);

// A row of doors.cc. The wish's request is an oauth::authorize::Request.
base::Result<http::Response> go_on_to_client(const Desk& desk, const http::Request& request,
                                             const Passage& passage);
base::Result<http::Response> client_without_page(const Desk& desk, const http::Request& request,
                                                 const identity::login::Wish& wish,
                                                 identity::sessions::Answer because);
base::Result<http::Response> client_without_login(const Desk& desk, const http::Request& request,
                                                  const identity::login::Wish& wish);
base::Result<Guest> guest_of_client(const Desk& desk, const identity::login::Wish& wish);

// After the consent page: with the code for who has agreed, without for who has not.
base::Result<http::Response> go_on_agreed(const Desk& desk, const http::Request& request,
                                          const Passage& passage);
base::Result<http::Response> refuse_consent(const Desk& desk, const http::Request& request,
                                            const identity::login::Wish& wish);

}  // namespace endpoints
