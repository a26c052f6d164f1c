// A password that is to be set, as the forms of the account and of the setup send it: twice.
#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "http/form.h"
#include "identity/passwords/policy.h"
#include "web/account_pages.h"

namespace endpoints {

struct NewPassword {
  base::Secret password;
  bool same = false;  // both times
};

base::Result<NewPassword> new_password(const http::Form& form);
web::PasswordRefusal refusal_of(const identity::passwords::Refused& refused);

}  // namespace endpoints
