// /account/password: the current one, checked under the same budget as a login's, then a new one.
#pragma once

#include "base/result.h"
#include "endpoints/account_member.h"
#include "http/form.h"
#include "http/message.h"

namespace endpoints {

base::Result<http::Response> show_password(const Member& member);
// Every other session of the person ends, and this one goes on under a new value (AZ14).
base::Result<http::Response> take_password(const Member& member, const http::Form& form);

}  // namespace endpoints
