// Who stands behind an access token (RFC 6750, RFC 9068 section 4): the signature or the tag is
// good, and nothing it rests on has ended since. Called by the endpoints that tell about a person,
// and by the rooms that tell about a token or end it. What was found is remembered for a moment
// (recent_tokens.h).
#pragma once

#include <any>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/result.h"
#include "families/family_gate.h"
#include "identity/users/user_store.h"
#include "keys/key_ring.h"
#include "oauth/registry/recent_clients.h"
#include "oauth/resource/access_token.h"
#include "oauth/resource/recent_tokens.h"

namespace oauth::resource {

// Why a token is not good, in words for the log.
struct Refused {
  std::string reason;
  std::string client;  // empty where nobody knows whose it is
};

struct Bearer {
  Known token;
  const identity::users::User& user() const { return *token->user; }
  std::vector<std::string> scopes;
  std::vector<std::string> claims;  // asked for one by one, as far as these scopes open them
  std::vector<std::string> claim_scopes;
};
// One answer for every reason, which the log has.
struct Nobody {};
using Looked = std::variant<Nobody, Bearer>;

using Found = std::variant<Refused, Known>;

class Bearers {
 public:
  struct Parts {
    keys::KeyRing& keys;
    families::FamilyGate& families;
    identity::users::UserStore& users;
    RecentClients& clients;
    const base::Clock& clock;
    const base::Changes& changes;
    base::Log& log;
    std::string issuer;
  };
  explicit Bearers(const Parts& parts)
      : parts_(parts),
        recent_({.keys = parts.keys, .clock = parts.clock, .changes = parts.changes}) {}

  // For who tells about it or ends it: nobody is refused anything.
  base::Result<Found> token(std::string_view text);
  // Of a token that is about a person. The log has why it is refused, by the request's id.
  base::Result<Looked> look(std::string_view text, std::string_view request_id = "");

  // What a door made of a token that was good, for all who ask while that is remembered; from
  // memory alone, for an event loop. Null says nothing.
  Told told_recently(Door door, std::string_view text) const {
    return recent_.told(door, crypto::hash_key(text));
  }
  void tell(Door door, const Known& token, std::any told) {
    recent_.tell(door, token, std::move(told));
  }

 private:
  using Before = RecentTokens::Before;
  using Read = std::variant<Refused, AccessToken>;
  // A family that lives, and what a token of it says.
  struct Said {
    base::json::object claims;
    families::Found found;
  };
  base::Result<base::json::object> signed_claims(std::string_view text, const TokenKey& key,
                                                 const Before& before);
  base::Result<std::variant<Refused, base::json::object>> claims_of(std::string_view text,
                                                                    const TokenKey& key,
                                                                    const Before& before);
  base::Result<Read> read(std::string_view text, const TokenKey& key, const Before& before);
  base::Result<Read> own_token(base::json::object claims, const Before& before);
  base::Result<std::variant<Refused, Said>> said_by(std::string_view text);
  base::Result<Read> about_somebody(Said said, const Before& before);

  Parts parts_;
  RecentTokens recent_;
};

}  // namespace oauth::resource
