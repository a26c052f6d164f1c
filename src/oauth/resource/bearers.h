// Who stands behind an access token at a resource of ours (RFC 6750, RFC 9068 section 4): the
// signature is good, and nothing it rests on has ended since. Called by the endpoints that tell
// about a person.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "families/family_store.h"
#include "identity/users/user_store.h"
#include "keys/key_ring.h"
#include "oauth/registry/client_store.h"

namespace oauth::resource {

struct Bearer {
  identity::users::User user;
  std::vector<std::string> scopes;
};
// One answer for every reason.
struct Nobody {};
using Looked = std::variant<Nobody, Bearer>;

class Bearers {
 public:
  struct Parts {
    keys::KeyRing& keys;
    families::FamilyStore& families;
    identity::users::UserStore& users;
    ClientStore& clients;
    const base::Clock& clock;
    std::string issuer;
  };
  explicit Bearers(const Parts& parts) : parts_(parts) {}

  base::Result<Looked> look(std::string_view token);

 private:
  Parts parts_;
};

}  // namespace oauth::resource
