// The gate of mint/gates.h that asks whether a person may have anything at all: at every login, and
// whenever a code, a token or a session is made or used.
#pragma once

#include <optional>
#include <variant>

#include "base/result.h"
#include "identity/users/user_store.h"
#include "mint/gates.h"

namespace identity {

class UserGate {
 public:
  struct Shut {};  // disabled, locked, erased, or never was
  using Answer = std::variant<Shut, mint::UserProof>;

  explicit UserGate(users::UserStore& store) : store_(store) {}

  base::Result<Answer> check(users::UserId id);
  // Of what a store has read along with the thing that is theirs.
  static Answer judge(const std::optional<users::Standing>& standing);

 private:
  users::UserStore& store_;
};

}  // namespace identity
