#include "identity/users/user_gate.h"

namespace identity {

base::Result<UserGate::Answer> UserGate::check(users::UserId id) {
  TRY_VAL(standing, store_.standing(id));
  return judge(standing);
}

UserGate::Answer UserGate::judge(const std::optional<users::Standing>& standing) {
  if (!standing || standing->status != users::Status::active) {
    return Shut{};
  }
  return mint::UserProof(mint::LiveUser{
      .id = standing->id.value, .sub = standing->sub, .administrator = standing->administrator});
}

}  // namespace identity
