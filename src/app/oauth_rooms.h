// The rooms of OAuth and OpenID Connect over the store, as the server uses them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/settings.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/random.h"
#include "base/secret.h"
#include "endpoints/introspection.h"
#include "endpoints/oauth_rooms.h"
#include "families/family_gate.h"
#include "identity/consent/consent_gate.h"
#include "identity/consent/consents.h"
#include "identity/sessions/session_gate.h"
#include "keys/key_ring.h"
#include "mint/mint.h"
#include "oauth/registry/recent_clients.h"
#include "oidc/userinfo/person_claims.h"
#include "storage/database.h"

namespace app {

class OauthRooms {
 public:
  struct Parts {
    storage::Database& database;
    identity::users::Attributes& attributes;
    identity::SessionGate& sessions;
    mint::Mint& mint;
    keys::KeyRing& keys;
    std::vector<identity::sessions::Level> levels;  // that a login can reach
    const base::Clock& clock;
    base::Random& random;
    base::Log& log;
    const std::string& issuer;
    base::Secret families_key;
    families::Limits limits;
    base::Duration question_life;
    const Settings::Oauth& settings;
    oidc::userinfo::Carried carried;  // by the scopes of the configuration
    const crypto::Sealer& sealer;
  };
  // All of the parts outlive it.
  explicit OauthRooms(Parts parts)
      : keys_(parts.keys),
        client_rows_(parts.database.clients(), parts.clock, parts.database.changes()),
        ids_(parts.clock, parts.random),
        families_key_(std::move(parts.families_key)),
        claims_(parts.attributes, std::move(parts.carried)),
        clients_({.store = client_rows_,
                  .clock = parts.clock,
                  .mint = parts.mint,
                  .sealer = parts.sealer,
                  .issuer = parts.issuer}),
        families_({.store = parts.database.families(),
                   .key = families_key_,
                   .clock = parts.clock,
                   .limits = parts.limits}),
        consent_gate_(parts.database.consents()),
        consents_({.store = parts.database.consents(),
                   .clock = parts.clock,
                   .ids = ids_,
                   .life = parts.question_life}),
        wrongs_(parts.clock,
                {.of_network = static_cast<std::uint32_t>(parts.settings.network_wrong),
                 .of_client = static_cast<std::uint32_t>(parts.settings.client_wrong)}),
        authorization_({.clients = client_rows_,
                        .consents = consent_gate_,
                        .people = parts.database.users(),
                        .keys = parts.keys,
                        .mint = parts.mint,
                        .trail = parts.database.trail(),
                        .ids = ids_,
                        .claim_names = claims_.names(),
                        .levels = std::move(parts.levels),
                        .issuer = parts.issuer}),
        token_({.clients = clients_,
                .wrongs = wrongs_,
                .people = parts.database.users(),
                .named_claims =
                    [&claims = claims_](const auto& user, const auto& names, const auto& scopes) {
                      return claims.named(user, names, scopes);
                    },
                .sessions = parts.sessions,
                .consents = consent_gate_,
                .mint = parts.mint,
                .families = parts.database.families(),
                .family_gate = families_,
                .trail = parts.database.trail(),
                .clock = parts.clock,
                .random = parts.random,
                .issuer = parts.issuer}),
        logout_({.clients = client_rows_, .keys = parts.keys, .issuer = parts.issuer}),
        bearers_({.keys = parts.keys,
                  .families = families_,
                  .users = parts.database.users(),
                  .clients = client_rows_,
                  .clock = parts.clock,
                  .changes = parts.database.changes(),
                  .log = parts.log,
                  .issuer = parts.issuer}),
        introspection_({.clients = clients_,
                        .wrongs = wrongs_,
                        .bearers = bearers_,
                        .families = families_,
                        .users = parts.database.users(),
                        .trail = parts.database.trail(),
                        .issuer = parts.issuer,
                        .tell = &endpoints::introspection_told}),
        revocation_({.clients = clients_,
                     .wrongs = wrongs_,
                     .bearers = bearers_,
                     .families = families_,
                     .trail = parts.database.trail()}),
        origins_(client_rows_, parts.clock) {}

  families::FamilyGate& families() { return families_; }
  endpoints::OauthRooms rooms() {
    return {.authorization = authorization_,
            .token = token_,
            .logout = logout_,
            .bearers = bearers_,
            .claims = claims_,
            .clients = client_rows_,
            .consents = consents_,
            .introspection = introspection_,
            .revocation = revocation_,
            .origins = origins_,
            .keys = keys_};
  }

 private:
  keys::KeyRing& keys_;
  oauth::RecentClients client_rows_;
  base::IdSource ids_;
  const base::Secret families_key_;
  const oidc::userinfo::PersonClaims claims_;
  oauth::ClientGate clients_;
  families::FamilyGate families_;
  identity::ConsentGate consent_gate_;
  identity::consent::Consents consents_;
  oauth::WrongRequests wrongs_;
  oauth::authorize::Authorization authorization_;
  oauth::token::Endpoint token_;
  oauth::logout::Logout logout_;
  oauth::resource::Bearers bearers_;
  oauth::Introspection introspection_;
  oauth::Revocation revocation_;
  oauth::BrowserOrigins origins_;
};

}  // namespace app
