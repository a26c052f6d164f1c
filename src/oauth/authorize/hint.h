// Whom a client says that its request is about (OpenID Connect Core section 3.1.2.1,
// id_token_hint): an ID token that we gave it, however long ago.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "identity/users/user_store.h"
#include "keys/key_ring.h"
#include "oauth/registry/client.h"

namespace oauth::authorize {

struct HintParts {
  keys::KeyRing& keys;
  identity::users::UserStore& users;
  std::string_view issuer;
};

// Nothing for what is no ID token of ours for that client, and for one about nobody who is here.
base::Result<std::optional<identity::users::UserId>> person_in_hint(const HintParts& parts,
                                                                    const Client& client,
                                                                    std::string_view token);

}  // namespace oauth::authorize
