// What the endpoints of OAuth have in common on the wire: parameters in, failures out.
#pragma once

#include <string_view>
#include <variant>

#include "http/form.h"
#include "http/message.h"
#include "http/router.h"
#include "identity/act.h"
#include "oauth/client_auth/client_gate.h"
#include "oauth/parameters.h"
#include "oauth/wrong.h"

namespace endpoints {

oauth::Parameters parameters_of(const http::Form& form);
// Whoever it is, they have shown nothing yet.
identity::Act by_nobody(const http::Request& request);

// A client asks by a form, and shows who it is in that or in the header (RFC 6749 section 2.3.1).
struct Question {
  oauth::Parameters form;
  oauth::Shown shown;
};
// Or the answer to what is none.
base::Result<std::variant<Question, http::Response>> oauth_question(const http::Request& request);

// RFC 6749 section 5.2: 401 is for a client that is not who it says, all else is 400; but for what
// was too often wrong, which is 429 with Retry-After.
http::Response oauth_failure(const oauth::Wrong& wrong);
// What fails before a room was asked, or because of us.
http::Response oauth_error(const http::Request& request, const base::Error& error);

}  // namespace endpoints
