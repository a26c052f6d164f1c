// The rooms of OAuth for the endpoints, over stores in memory and a ring of keys of their own.
#pragma once

#include <memory>
#include <string>

#include "endpoints/oauth_rooms.h"
#include "oauth/registry/clients.h"
#include "oidc/userinfo/person_claims.h"
#include "tests/support/kept_book.h"
#include "tests/support/kept_keys.h"
#include "tests/support/kept_minted.h"
#include "tests/support/kept_people.h"
#include "tests/unit/oauth/kept_clients.h"
#include "tests/unit/oauth/kept_consents.h"
#include "tests/unit/oauth/kept_families.h"

namespace endpoints {

class KeptOauth {
 public:
  struct Parts {
    audit::Trail& trail;
    support::KeptBook& book;
    support::KeptPeople& people;
    support::KeptVouchers& vouchers;
    const crypto::Sealer& sealer;
    identity::UserGate& users;
    identity::users::Attributes& attributes;
    identity::SessionGate& sessions;
    support::KeptPasswords& passwords;
    const base::Clock& clock;
    base::Random& random;
    base::IdSource& ids;
    base::Log& log;
    std::vector<identity::sessions::Level> levels;
    std::string issuer;
  };
  explicit KeptOauth(const Parts& parts)
      : claims_(parts.attributes, {{"kepegawaian", {"pangkat"}}}),
        clients_rows_(parts.trail),
        recent_clients_(clients_rows_, parts.clock, changes_),
        families_(parts.trail, parts.book, {parts.people, parts.passwords, parts.vouchers}),
        ring_(keys::KeyRing::open({.store = key_rows_,
                                   .sealer = parts.sealer,
                                   .clock = parts.clock,
                                   .random = parts.random,
                                   .log = parts.log},
                                  {.algorithms = {crypto::SignatureAlgorithm::EdDSA,
                                                  crypto::SignatureAlgorithm::ES256}})
                  .value()),
        mint_(mint::Mint::make({.keys = *ring_,
                                .one_time = parts.vouchers,
                                .sessions = parts.book,
                                .trail = parts.trail,
                                .clock = parts.clock,
                                .random = parts.random},
                               {.issuer = parts.issuer})
                  .value()),
        clients_({.store = clients_rows_,
                  .clock = parts.clock,
                  .random = parts.random,
                  .ids = parts.ids,
                  .sealer = parts.sealer,
                  .plain = oauth::PlainHttp::on_loopback}),
        gate_({.store = recent_clients_,
               .clock = parts.clock,
               .mint = *mint_,
               .sealer = parts.sealer,
               .issuer = parts.issuer}),
        family_gate_({.store = families_, .key = families_key_, .clock = parts.clock}),
        consent_rows_(parts.trail, families_),
        consent_gate_(consent_rows_),
        consents_({.store = consent_rows_, .clock = parts.clock, .ids = parts.ids}),
        authorization_({.clients = clients_rows_,
                        .consents = consent_gate_,
                        .people = parts.people,
                        .keys = *ring_,
                        .mint = *mint_,
                        .trail = parts.trail,
                        .ids = parts.ids,
                        .claim_names = claims_.names(),
                        .levels = parts.levels,
                        .issuer = parts.issuer}),
        wrongs_(parts.clock, {.of_network = 10, .of_client = 10}),
        token_({.clients = gate_,
                .wrongs = wrongs_,
                .people = parts.people,
                .named_claims =
                    [this](const auto& user, const auto& names, const auto& scopes) {
                      return claims_.named(user, names, scopes);
                    },
                .sessions = parts.sessions,
                .consents = consent_gate_,
                .mint = *mint_,
                .families = families_,
                .family_gate = family_gate_,
                .trail = parts.trail,
                .clock = parts.clock,
                .random = parts.random,
                .issuer = parts.issuer}),
        logout_({.clients = clients_rows_, .keys = *ring_, .issuer = parts.issuer}),
        bearers_({.keys = *ring_,
                  .families = family_gate_,
                  .users = parts.people,
                  .clients = recent_clients_,
                  .clock = parts.clock,
                  .changes = changes_,
                  .log = parts.log,
                  .issuer = parts.issuer}),
        introspection_({.clients = gate_,
                        .wrongs = wrongs_,
                        .bearers = bearers_,
                        .families = family_gate_,
                        .users = parts.people,
                        .trail = parts.trail,
                        .issuer = parts.issuer}),
        revocation_({.clients = gate_,
                     .wrongs = wrongs_,
                     .bearers = bearers_,
                     .families = family_gate_,
                     .trail = parts.trail}),
        origins_(clients_rows_, parts.clock) {}

  OauthRooms rooms() {
    return {.authorization = authorization_,
            .token = token_,
            .logout = logout_,
            .bearers = bearers_,
            .claims = claims_,
            .clients = clients_rows_,
            .consents = consents_,
            .introspection = introspection_,
            .revocation = revocation_,
            .origins = origins_,
            .keys = *ring_};
  }
  oauth::Clients& clients() { return clients_; }
  support::KeptFamilies& family_rows() { return families_; }
  families::FamilyGate& families() { return family_gate_; }
  keys::KeyRing& keys() { return *ring_; }
  mint::Mint& mint() { return *mint_; }

 private:
  const oidc::userinfo::PersonClaims claims_;
  support::KeptKeys key_rows_;
  support::KeptClients clients_rows_;
  // Nothing is remembered: these stores tell nobody what they write.
  const base::Changes changes_{base::Changes::Told::nothing};
  oauth::RecentClients recent_clients_;
  support::KeptFamilies families_;
  std::unique_ptr<keys::KeyRing> ring_;
  std::unique_ptr<mint::Mint> mint_;
  oauth::Clients clients_;
  oauth::ClientGate gate_;
  const base::Secret families_key_{base::Bytes(32, 11)};
  families::FamilyGate family_gate_;
  support::KeptConsents consent_rows_;
  identity::ConsentGate consent_gate_;
  identity::consent::Consents consents_;
  oauth::authorize::Authorization authorization_;
  oauth::WrongRequests wrongs_;
  oauth::token::Endpoint token_;
  oauth::logout::Logout logout_;
  oauth::resource::Bearers bearers_;
  oauth::Introspection introspection_;
  oauth::Revocation revocation_;
  oauth::BrowserOrigins origins_;
};

}  // namespace endpoints
