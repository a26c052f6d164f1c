// The doors of the Auth API (contract 2), for a single-page application:
//
//   POST   /auth/login           identifier and password: the cookies, and who it is
//   GET    /auth/profile         who it is
//   POST   /auth/refresh-token   the next tokens; with no refresh token, those of a browser that is
//                                logged in already
//   POST   /auth/logout          ends the login of this browser, whatever it shows
//   GET    /auth/sessions        where the person is logged in
//   DELETE /auth/sessions/{id}   ends one of those
//
//   200 and the cookies   401 nothing is shown, or nothing good   403 the account is shut, or
//   another site asks     415 a login that is not JSON            429, 503 with Retry-After
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> auth_routes(const Desk& desk);

}  // namespace endpoints
