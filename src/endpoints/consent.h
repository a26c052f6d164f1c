// /oauth/consent/{question}: somebody is asked whether a client may have what it wants. The
// question is a row of this session's; nothing of the client's request travels through the page
// (AZ12, AZ13).
//
//   GET a page again, in another tab, by the back button   200, the question
//   allow                              303 to the client with a code; remembered
//   deny                               303 to the client with access_denied
//   answered otherwise, or too late    410, with a button that begins the same wish again
//   another session's, or nobody's     404, the same for both
//   not this page's form               403, and nothing is changed (AZ14)
#pragma once

#include <vector>

#include "base/result.h"
#include "endpoints/desk.h"
#include "endpoints/doors.h"
#include "http/router.h"
#include "oauth/authorize/authorization.h"

namespace endpoints {

std::vector<http::Route> consent_routes(const Desk& desk);

// Makes the question, and sends the browser there.
base::Result<http::Response> ask_for_consent(const Desk& desk, const Passage& passage,
                                             oauth::authorize::NotAgreed wanted);

}  // namespace endpoints
