// /account: the fields of a person that they may change themselves, by the tables of
// identity/users, and those that they may only see.
#pragma once

#include "base/result.h"
#include "endpoints/account_member.h"
#include "http/form.h"
#include "http/message.h"

namespace endpoints {

base::Result<http::Response> show_profile(const Member& member);
// What is not theirs to change is refused, and what has not changed is not written.
base::Result<http::Response> take_profile(const Member& member, const http::Form& form);

}  // namespace endpoints
