// What /auth/profile answers, made once for each who is live and given to all who ask while that is
// remembered (session_api/access.h).
#pragma once

#include <any>
#include <functional>
#include <string>

#include "session_api/login_book.h"

namespace endpoints {

std::function<std::any(const session_api::Login&)> auth_profile_teller(std::string hint_domain);

}  // namespace endpoints
