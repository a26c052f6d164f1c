// The gate of mint/gates.h at the end of a login: what the door and the person's own settings
// demand has been shown. Only the machine of logins.h passes it.
#pragma once

#include <string>

#include "base/clock.h"
#include "identity/sessions/level.h"
#include "identity/users/user.h"
#include "mint/gates.h"

namespace identity {

namespace login {
class Logins;
}

class FactorGate {
  friend class login::Logins;

  static mint::FactorProof pass(users::UserId person, sessions::Level level,
                                base::Instant authenticated_at) {
    return mint::FactorProof(mint::Factors{.user_id = person.value,
                                           .level = std::string(sessions::to_string(level)),
                                           .authenticated_at = authenticated_at});
  }
};

}  // namespace identity
