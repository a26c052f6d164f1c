// The gate of mint/gates.h before the link that makes the first administrator: there is none yet.
#pragma once

#include <optional>

#include "base/result.h"
#include "identity/users/grants.h"
#include "mint/gates.h"

namespace identity {

class SetupGate {
 public:
  explicit SetupGate(users::GrantStore& grants) : grants_(grants) {}

  // Nothing once there is an active administrator.
  base::Result<std::optional<mint::SetupProof>> check();

 private:
  users::GrantStore& grants_;
};

}  // namespace identity
