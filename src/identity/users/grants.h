// Who administers Gapura: a grant of its own, which no field of a person confers (contract 0). The
// port, and its one rule: there is always an active administrator to undo a mistake.
#pragma once

#include <string_view>
#include <vector>

#include "audit/event.h"
#include "base/result.h"
#include "identity/users/user.h"

namespace identity::users {

enum class Grant { administrator };

std::string_view to_string(Grant grant);

enum class Revocation { revoked, not_held, last_administrator };

class GrantStore {
 public:
  virtual ~GrantStore() = default;
  virtual base::Result<bool> has(UserId id, Grant grant) = 0;
  // Active people who hold it, by id.
  virtual base::Result<std::vector<UserId>> holders(Grant grant) = 0;
  // False when they held it already, or are nobody.
  virtual base::Result<bool> add(UserId id, Grant grant, base::Instant at,
                                 const audit::Event& event) = 0;
  // As add(), while no active person holds it; false otherwise, whoever asks at the same time.
  virtual base::Result<bool> add_first(UserId id, Grant grant, base::Instant at,
                                       const audit::Event& event) = 0;
  // Not from the last active person who holds it, whoever else leaves at the same time.
  virtual base::Result<Revocation> remove(UserId id, Grant grant, const audit::Event& event) = 0;
};

}  // namespace identity::users
