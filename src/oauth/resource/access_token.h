// An access token that was good when it was looked at, and all that it rests on.
#pragma once

#include <optional>

#include "base/json.h"
#include "base/recent.h"
#include "crypto/hash_key.h"
#include "families/family.h"
#include "identity/users/user.h"
#include "oauth/registry/client.h"

namespace oauth::resource {

using TokenKey = crypto::HashKey;  // of its text

struct AccessToken {
  TokenKey key{};
  base::Moment of;
  base::Moment client_of;     // which was remembered already, or read for it
  base::json::object claims;  // also of an opaque one: what a JWT would say
  Client client;
  // Nobody and nothing, for a client's own.
  std::optional<identity::users::User> user;
  std::optional<families::Family> family;
};

}  // namespace oauth::resource
