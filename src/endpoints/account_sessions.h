// /account/sessions: where somebody is logged in, and the end of it. The page's form sends `end`;
// the other two addresses say the same in their path.
#pragma once

#include "base/result.h"
#include "endpoints/account_member.h"
#include "http/form.h"
#include "http/message.h"

namespace endpoints {

base::Result<http::Response> show_sessions(const Member& member);
base::Result<http::Response> end_as_asked(const Member& member, const http::Form& form);
base::Result<http::Response> end_one(const Member& member, const http::Form& form);
base::Result<http::Response> end_others(const Member& member, const http::Form& form);

}  // namespace endpoints
