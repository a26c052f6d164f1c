// How the doors of the Auth API answer (contract 2): a sentence in `errors`, in the language that
// is accepted.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "endpoints/desk.h"
#include "http/message.h"
#include "http/router.h"
#include "web/data.h"

namespace endpoints {

// For the frontend's origin and the others that are listed, with credentials.
http::Route auth_row(const Desk& desk, http::Route row);
// People come there as well, as to the paths of providers: what is refused them is a page.
http::Route shared_auth_row(const Desk& desk, http::Route row);

http::Response auth_failure(const Desk& desk, const http::Request& request, int status,
                            web::Words sentence, const base::json::object& beside = {});
// What a handler or the gates before it refuse.
http::Response auth_refusal(const Desk& desk, const http::Request& request,
                            const base::Error& error);
http::Response auth_message(const Desk& desk, const http::Request& request, web::Words sentence);

// 403, to who holds a session or the right credentials of an account that may do nothing.
http::Response auth_inactive(const Desk& desk, const http::Request& request);

inline constexpr web::Words kNoAccessToken{"auth.access.missing"};
inline constexpr web::Words kBadAccessToken{"auth.access.invalid"};

}  // namespace endpoints
