#include "identity/users/user_gate.h"

#include <utility>

namespace identity {

base::Result<UserGate::Answer> UserGate::check(users::UserId id) {
  TRY_VAL(standing, store_.standing(id));
  return judge(id, std::move(standing));
}

UserGate::Answer UserGate::judge(users::UserId id, std::optional<users::Standing> standing) {
  if (!standing || standing->status != users::Status::active) {
    return Shut{};
  }
  return mint::UserProof(mint::LiveUser{
      .id = id.value, .sub = std::move(standing->sub), .administrator = standing->administrator});
}

}  // namespace identity
