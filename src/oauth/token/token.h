// What is asked of the token endpoint, what it answers (RFC 6749 sections 5.1 and 5.2), and what a
// grant works with.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audit/trail.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "families/family_gate.h"
#include "identity/act.h"
#include "identity/consent/consent_gate.h"
#include "identity/sessions/session_gate.h"
#include "identity/users/user_gate.h"
#include "identity/users/user_store.h"
#include "mint/mint.h"
#include "oauth/client_auth/client_gate.h"
#include "oauth/client_auth/wrong_requests.h"
#include "oauth/parameters.h"
#include "oauth/wrong.h"

namespace oauth::token {

using mint::kFamilyClaim;

struct Given {
  std::string access_token;
  std::chrono::seconds expires_in{0};
  std::optional<std::string> refresh_token;
  std::optional<std::string> id_token;
  std::optional<std::string> scope;  // where it is not what was asked for
};
using Answer = std::variant<Given, Wrong>;

struct Lives {
  std::chrono::seconds access_token = std::chrono::hours(1);
  std::chrono::seconds id_token = std::chrono::hours(1);
};

// Of those claims about a person the ones that these scopes would open.
using NamedClaims = std::function<base::Result<base::json::object>(
    const identity::users::User&, const std::vector<std::string>& names,
    const std::vector<std::string>& scopes)>;

struct Parts {
  ClientGate& clients;
  WrongRequests& wrongs;
  identity::users::UserStore& people;
  NamedClaims named_claims;
  identity::SessionGate& sessions;
  identity::ConsentGate& consents;
  mint::Mint& mint;
  families::FamilyStore& families;
  families::FamilyGate& family_gate;
  audit::Trail& trail;
  const base::Clock& clock;
  base::Random& random;
  std::string issuer;
  Lives lives = {};
};

// A client that is who it says and may use this grant.
struct Asking {
  const Client& client;
  const mint::ClientProof& proof;
  const Parameters& form;
  const identity::Act& act;
  const std::optional<identity::budget::AddressBytes>& from;

  Asker asker() const { return {.from = from, .known = &client}; }
  mint::Occasion occasion() const {
    return {.actor = act.actor, .address = act.address, .request_id = act.request_id};
  }
};

}  // namespace oauth::token
