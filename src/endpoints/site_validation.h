// GET /api/example/ssovalidate, GET and POST /api/sso/validate: whose is this code? Asked by the
// servers of sites, so no cookie opens it and no page may read it.
//
//   good                         200 {"status":true,"user":{"id","username","email","no_hp"}}
//   no code                      400 {"status":false,"message"}
//   unknown, spent, expired, not
//   that site's, wrong secret    401 {"status":false,"message"}
//   too many wrong ones          429 with Retry-After
//
// A site with a secret shows it by HTTP Basic, or in X-Client-Id and X-Client-Secret. A POST takes
// a form or JSON; a HEAD would take the code and lose the answer, and is refused.
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> site_validation_routes(const Desk& desk);

}  // namespace endpoints
