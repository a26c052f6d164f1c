// The standard claims about a person (OpenID Connect Core sections 5.1 and 5.4): which of them a
// scope opens. What a person does not have is left out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "identity/users/user.h"

namespace oidc::userinfo {

base::json::object claims(const identity::users::User& user,
                          const std::vector<std::string>& scopes);

// All there are, as discovery lists them.
std::span<const std::string_view> claim_names();

}  // namespace oidc::userinfo
