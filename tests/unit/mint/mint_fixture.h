// A mint over stores in memory, and an act in which all proofs agree.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "crypto/sealer.h"
#include "families/family.h"
#include "mint/mint.h"
#include "tests/support/kept_keys.h"
#include "tests/support/kept_log.h"
#include "tests/support/kept_minted.h"
#include "tests/support/kept_trail.h"
#include "tests/support/manual_clock.h"
#include "tests/unit/mint/gates_played.h"

namespace mint {

class MintTest : public testing::Test {
 protected:
  static constexpr auto kAlgorithm = crypto::SignatureAlgorithm::EdDSA;
  static constexpr auto kCode = Purpose::authorization_code;

  // Of user 23 and client c1, with everything in order.
  struct Proofs {
    UserProof user;
    SessionProof session;
    FactorProof factors;
    RedirectProof redirect;
    ScopeProof scope;
    ConsentProof consent;
    ChallengeProof challenge;
    VerifierProof verifier;
    ClientProof client;
    SiteProof site;
    FamilyProof family;

    AuthorizationWarrant authorization() const {
      return {user, session, factors, redirect, scope, consent, challenge};
    }
    SiteWarrant entry() const { return {user, session, factors, site}; }
    RedemptionWarrant redemption(SpentProof<kCode> code) const {
      return {std::move(code), client, redirect, verifier, user, session, scope, consent, family};
    }
    RefreshWarrant refresh() const { return {client, family, user, scope, consent}; }
  };

  struct Facts {
    LiveUser user{.id = 23, .sub = "s-23"};
    LiveSession session;
    Factors factors;
    Redirect redirect{.client_id = "c1", .uri = "https://c1.example/cb"};
    GrantedScope scope{.client_id = "c1", .scope = "openid view-user", .audience = {"api"}};
    Consent consent{.user_id = 23, .client_id = "c1", .scope = "view-user openid"};
    PkceBegun challenge{.client_id = "c1"};
    PkceSatisfied verifier{.client_id = "c1"};
    Client client{.id = "c1"};
    Admission site{.site_id = "site1", .redirect_url = "https://s.example/cb?x=1", .user_id = 23};
    // Of the family: the login is the session's, and the secret is made below.
    FamilyId family_id{{7}};
    std::int64_t family_user = 23;
    std::string family_holder = "c1";
    std::string family_scope = "openid view-user";
    SessionId family_session;
    std::int64_t family_login = 23;
    std::int64_t generation = 2;
    bool family_told = false;
  };

  base::Instant authenticated_at() const { return clock_.now() - std::chrono::minutes(3); }
  Facts facts() const {
    return {.session = {.id = session_id_,
                        .user_id = 23,
                        .level = "pwd",
                        .authenticated_at = authenticated_at()},
            .factors = {.user_id = 23, .level = "pwd", .authenticated_at = authenticated_at()},
            .family_session = session_id_};
  }

  static Proofs prove(const Facts& facts) {
    return {.user = identity::UserGate::pass(facts.user),
            .session = identity::SessionGate::pass(facts.session),
            .factors = identity::FactorGate::pass(facts.factors),
            .redirect = oauth::RedirectGate::pass(facts.redirect),
            .scope = oauth::ScopeGate::pass(facts.scope),
            .consent = identity::ConsentGate::pass(facts.consent),
            .challenge = oauth::PkceGate::begin(facts.challenge),
            .verifier = oauth::PkceGate::finish(facts.verifier),
            .client = oauth::ClientGate::pass(facts.client),
            .site = redirect_sso::SiteGate::pass(facts.site),
            .family = families::FamilyGate::pass(
                {.id = facts.family_id,
                 .holder = facts.family_holder,
                 .user_id = facts.family_user,
                 .scope = facts.family_scope,
                 .login = {.id = facts.family_session,
                           .user_id = facts.family_login,
                           .level = facts.session.level,
                           .authenticated_at = facts.session.authenticated_at},
                 .generation = facts.generation,
                 .secret = base::Secret(base::Bytes(32, 9)),
                 .told = facts.family_told})};
  }
  Proofs proofs() const { return prove(facts()); }

  TokenOrder order(TokenType type = TokenType::access_token) const {
    return {.type = type, .algorithm = kAlgorithm, .life = std::chrono::hours(1)};
  }

  SpentProof<kCode> spent_code() {
    const auto code = mint_->code(proofs().authorization(), {{"nonce", "n1"}}, occasion_).value();
    const families::Family family{.id = facts().family_id, .session = session_id_};
    vouchers_.on_opening([](const Opening& opening) { return std::optional(opening.family.id); });
    auto spent =
        mint_->spend(code.value.reveal_text(), {.family = family, .event = {}}, occasion_).value();
    return std::get<SpentProof<kCode>>(std::move(spent));
  }

  base::json::object claims_of(const Token& token, const char* typ = "at+jwt") {
    return ring_->verify(token.text, {.typ = typ}).value().claims();
  }

  const audit::Event& last_event() { return trail_.chains().at("node-a").back().event; }

  support::KeptLog lines_;
  support::ManualClock clock_;
  base::Log log_{lines_, clock_, base::LogLevel::debug};
  base::SystemRandom random_;
  const audit::ChainKey chain_key_{base::Secret(base::Bytes(32, 5))};
  support::KeptTrail trail_{clock_, "node-a", chain_key_};
  crypto::Sealer sealer_{base::Secret(base::Bytes(32, 7)), random_};
  support::KeptKeys key_store_;
  support::KeptVouchers vouchers_{trail_};
  support::KeptSessions sessions_{trail_};
  std::unique_ptr<keys::KeyRing> ring_ =
      keys::KeyRing::open(
          {.store = key_store_, .sealer = sealer_, .clock = clock_, .random = random_, .log = log_},
          {.algorithms = {kAlgorithm}})
          .value();
  Mint::Parts parts_{.keys = *ring_,
                     .one_time = vouchers_,
                     .sessions = sessions_,
                     .trail = trail_,
                     .clock = clock_,
                     .random = random_};
  std::unique_ptr<Mint> mint_ = Mint::make(parts_, {.issuer = "https://id.example"}).value();
  const SessionId session_id_{{1, 2, 3}};
  const Occasion occasion_{.actor = "user:23", .address = "192.0.2.1", .request_id = "r1"};
};

}  // namespace mint
