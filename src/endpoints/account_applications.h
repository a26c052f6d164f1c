// /account/applications: what somebody has allowed which client, and the end of it. The page's form
// sends `revoke`; the client's tokens are dead from then on.
#pragma once

#include "base/result.h"
#include "endpoints/account_member.h"
#include "http/form.h"
#include "http/message.h"

namespace endpoints {

base::Result<http::Response> show_applications(const Member& member);
base::Result<http::Response> revoke_application(const Member& member, const http::Form& form);

}  // namespace endpoints
