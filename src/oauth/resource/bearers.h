// Who stands behind an access token (RFC 6750, RFC 9068 section 4): the signature or the tag is
// good, and nothing it rests on has ended since. Called by the endpoints that tell about a person,
// and by the rooms that tell about a token or end it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/result.h"
#include "families/family_gate.h"
#include "identity/users/user_store.h"
#include "keys/key_ring.h"
#include "oauth/registry/client_store.h"

namespace oauth::resource {

// Good at this moment.
struct AccessToken {
  base::json::object claims;  // also of an opaque one: what a JWT would say
  Client client;
  // Nobody and nothing, for a client's own.
  std::optional<identity::users::User> user;
  std::optional<families::Family> family;
};

// Why a token is not good, in words for the log.
struct Refused {
  std::string reason;
  std::string client;  // empty where nobody knows whose it is
};

struct Bearer {
  identity::users::User user;
  std::vector<std::string> scopes;
  std::vector<std::string> claims;  // asked for one by one, as far as these scopes open them
  std::vector<std::string> claim_scopes;
};
// One answer for every reason, which the log has.
struct Nobody {};
using Looked = std::variant<Nobody, Bearer>;

using Found = std::variant<Refused, AccessToken>;

class Bearers {
 public:
  struct Parts {
    keys::KeyRing& keys;
    families::FamilyGate& families;
    identity::users::UserStore& users;
    ClientStore& clients;
    const base::Clock& clock;
    base::Log& log;
    std::string issuer;
  };
  explicit Bearers(const Parts& parts) : parts_(parts) {}

  // For who tells about it or ends it: nobody is refused anything.
  base::Result<Found> token(std::string_view text);
  // Of a token that is about a person. The log has why it is refused, by the request's id.
  base::Result<Looked> look(std::string_view text, std::string_view request_id = "");

 private:
  // A family that lives, and what a token of it says.
  struct Said {
    base::json::object claims;
    families::Found found;
  };
  base::Result<std::variant<Refused, base::json::object>> claims_of(std::string_view text);
  base::Result<Found> own_token(base::json::object claims);
  base::Result<std::variant<Refused, Said>> said_by(std::string_view text);
  base::Result<Found> about_somebody(Said said);

  Parts parts_;
};

}  // namespace oauth::resource
