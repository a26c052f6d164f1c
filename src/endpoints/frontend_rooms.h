// The rooms of the frontend that the endpoints open onto, and what is configured of it.
#pragma once

#include <string>

#include "session_api/access.h"
#include "session_api/frontend.h"

namespace endpoints {

struct FrontendRooms {
  session_api::Frontend& frontend;
  session_api::Access& access;
  std::string url;            // where it is; empty: nowhere, and answers are JSON
  std::string cookie_prefix;  // of the cookies that hold tokens: empty or "__Host-"
  std::string hint_domain;    // of is_logged_in; empty: our own host alone
};

}  // namespace endpoints
