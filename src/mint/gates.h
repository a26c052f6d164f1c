// The gates on the way to a token, a code or a session, and the fact that each proves. A gate is a
// class of the room that checks, defined there and nowhere else; here it is only named, so that
// mint need not know the rooms.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/secret.h"
#include "mint/one_time_store.h"
#include "mint/proof.h"
#include "mint/session_store.h"

namespace identity {
class UserGate;
class FactorGate;
class SessionGate;
class ConsentGate;
class SetupGate;
}  // namespace identity

namespace oauth {
class ClientGate;
class RedirectGate;
class ScopeGate;
class PkceGate;
}  // namespace oauth

namespace families {
class FamilyGate;
struct FamilyTag;
}  // namespace families

namespace redirect_sso {
class SiteGate;
}  // namespace redirect_sso

namespace federation {
class ProviderGate;
class ArrivalGate;
}  // namespace federation

namespace mint {

class Mint;

// Active: neither disabled, nor locked, nor erased.
struct LiveUser {
  std::int64_t id = 0;
  std::string sub;
  bool administrator = false;  // of Gapura: not every door admits them
};
using UserProof = Proof<identity::UserGate, LiveUser>;

// What was demanded of the login, by the door or by policy, is satisfied.
struct Factors {
  std::int64_t user_id = 0;
  std::string level;  // the authentication context reached
  base::Instant authenticated_at;
};
using FactorProof = Proof<identity::FactorGate, Factors>;

// Neither ended nor past one of its limits.
struct LiveSession {
  SessionId id;
  std::int64_t user_id = 0;
  std::string level;
  base::Instant authenticated_at;
};
using SessionProof = Proof<identity::SessionGate, LiveSession>;

// Given for this scope and not withdrawn, or not needed by a client of the house.
struct Consent {
  std::int64_t user_id = 0;
  std::string client_id;
  std::string scope;  // as on the wire, separated by spaces
};
using ConsentProof = Proof<identity::ConsentGate, Consent>;

struct NoAdministrator {};
using SetupProof = Proof<identity::SetupGate, NoAdministrator>;

// Enabled, and authenticated by the one method it is registered for (RFC 6749 section 2.3).
struct Client {
  std::string id;
};
using ClientProof = Proof<oauth::ClientGate, Client>;

// To issue a code: registered for the client, byte for byte (RFC 9700 section 2.1). To redeem one:
// the same as then (RFC 6749 section 4.1.3).
struct Redirect {
  std::string client_id;
  std::string uri;
};
using RedirectProof = Proof<oauth::RedirectGate, Redirect>;

// No more than was asked for, granted and is registered for the client; the resources it is good
// for are known and allowed (RFC 8707).
struct GrantedScope {
  std::string client_id;
  std::string scope;  // as on the wire, separated by spaces
  std::vector<std::string> audience;
};
using ScopeProof = Proof<oauth::ScopeGate, GrantedScope>;

// The challenge that this client must send was sent, and is well-formed (RFC 7636 section 4.4).
struct PkceBegun {
  std::string client_id;
};
using ChallengeProof = Proof<oauth::PkceGate, PkceBegun>;

// The verifier fits the challenge; or there was no challenge, need not be one, and no verifier came
// (RFC 7636 section 4.6, RFC 9700 section 2.1.1).
struct PkceSatisfied {
  std::string client_id;
};
using VerifierProof = Proof<oauth::PkceGate, PkceSatisfied>;

// Opened by this act; or its newest refresh token was presented by its holder, and is followed by
// one of this generation (RFC 9700 section 4.14.2).
using FamilyId = base::Id<families::FamilyTag>;
// Who holds a family that is no client's, but of the house's own frontend: nothing that the id of a
// client can be.
inline constexpr std::string_view kHouse = "house";
struct LiveFamily {
  FamilyId id;
  std::string holder;  // a client, or kHouse
  std::int64_t user_id = 0;
  std::string scope;            // what was granted at its beginning
  LiveSession login;            // which it came of; the session may have ended since
  std::int64_t generation = 0;  // 0: it has no refresh tokens
  base::Secret secret;          // that its tokens are made with
  bool told = false;            // the write of this act has entered this step in the trail
};
using FamilyProof = Proof<families::FamilyGate, LiveFamily>;

// The redirect URL is registered for the site, byte for byte, and the site admits this user.
struct Admission {
  std::string site_id;
  std::string redirect_url;
  std::int64_t user_id = 0;
};
using SiteProof = Proof<redirect_sso::SiteGate, Admission>;

// A provider that is registered and open.
struct OpenProvider {
  std::string name;
};
using ProviderProof = Proof<federation::ProviderGate, OpenProvider>;

// The provider has said, verifiably and about this very request, who came back from it.
struct Arrival {
  std::string provider;
  std::string issuer;
  std::string subject;
};
using ArrivalProof = Proof<federation::ArrivalGate, Arrival>;

// What a code was made for, as the proofs said then.
struct Bound {
  std::int64_t user_id = 0;
  std::string session;   // its id
  std::string holder;    // the client or the site
  std::string redirect;  // where it was sent
  std::string scope;
  base::json::object extra;  // of the room that asked for it
};

// Taken by this act, and by no other before or after it.
template <Purpose purpose>
struct SpentOnce {
  SpentOnce(Bound made_for, std::optional<FamilyId> family)
      : bound(std::move(made_for)), opened(family) {}
  // What was moved from proves nothing, be it asked again.
  SpentOnce(SpentOnce&& other) noexcept
      : bound(std::exchange(other.bound, {})), opened(std::exchange(other.opened, {})) {}

  Bound bound;
  std::optional<FamilyId> opened;  // by the write that took it
};
template <Purpose purpose>
using SpentProof = Proof<Mint, SpentOnce<purpose>>;

}  // namespace mint
