#include "identity/users/user_gate.h"

namespace identity {

base::Result<UserGate::Answer> UserGate::check(users::UserId id) {
  TRY_VAL(user, store_.find(id));
  if (!user || user->status != users::Status::active) {
    return Shut{};
  }
  return mint::UserProof(mint::LiveUser{.id = user->id.value, .sub = user->sub});
}

}  // namespace identity
