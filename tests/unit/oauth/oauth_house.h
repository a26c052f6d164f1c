// The rooms of OAuth over stores in memory, with a person who is logged in and a client of each
// kind.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "oauth/authorize/authorization.h"
#include "oauth/introspection/introspection.h"
#include "oauth/registry/clients.h"
#include "oauth/registry/recent_clients.h"
#include "oauth/resource/bearers.h"
#include "oauth/revocation/revocation.h"
#include "oauth/scope/scope.h"
#include "oauth/token/endpoint.h"
#include "tests/unit/identity/house.h"
#include "tests/unit/oauth/kept_clients.h"
#include "tests/unit/oauth/kept_consents.h"
#include "tests/unit/oauth/kept_families.h"

namespace oauth {

// Of RFC 7636, appendix B.
inline constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
inline constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

class OauthHouse : public identity::House {
 public:
  ~OauthHouse() override;

 protected:
  static constexpr const char* kIssuer = "https://id.example";
  static constexpr const char* kCallback = "https://client-app.com/callback";
  static constexpr std::array<std::string_view, 4> kClaimNames = {"name", "email", "profile",
                                                                  "api"};
  using Fields = std::vector<Parameters::Entry>;

  // In oauth_house.cc, as what ends it: the whole house would be compiled again for each test file.
  OauthHouse();

  ClientWithSecret add_client(NewClient wanted) {
    wanted.first_party = true;
    wanted.id_token_algorithm = crypto::SignatureAlgorithm::EdDSA;
    return clients_.add(act_, wanted).value();
  }

  void log_in() {
    auto begun = std::get<identity::login::Begun>(logins_.begin({}, nullptr).value());
    const identity::login::Held held{.id = begun.id, .cookie = std::move(begun.cookie)};
    auto outcome = logins_
                       .submit(act_, held,
                               identity::login::Give{.factor = "password",
                                                     .presented = presented("ani", kPassword)},
                               nullptr)
                       .value();
    cookie_ = open_session(std::get<identity::login::Finished>(outcome));
    session_ = std::make_unique<identity::SessionGate::Entered>(*entered(cookie_));
  }

  // A good request of that client, with these fields otherwise; an empty one is left out.
  static Fields request_of(const Client& client, const Fields& otherwise = {}) {
    Fields fields{{"client_id", client.id.text()},
                  {"redirect_uri", client.redirect_uris.front()},
                  {"response_type", "code"},
                  {"scope", client.scopes.front()},
                  {"state", "xyz123"}};
    if (client.is_public()) {
      fields.emplace_back("code_challenge", kChallenge);
      fields.emplace_back("code_challenge_method", "S256");
    }
    return changed(std::move(fields), otherwise);
  }
  static Fields changed(Fields fields, const Fields& otherwise) {
    for (const auto& [name, value] : otherwise) {
      std::erase_if(fields, [&](const auto& each) { return each.first == name; });
      if (!value.empty()) {
        fields.emplace_back(name, value);
      }
    }
    return fields;
  }
  static std::map<std::string, std::string> map_of(const authorize::Reply& reply) {
    return {reply.parameters.begin(), reply.parameters.end()};
  }

  authorize::Opening open(const Fields& fields) {
    return authorization_.open(Parameters(fields)).value();
  }
  authorize::Outcome grant(const std::string& request) {
    const auto beginning = logins_.begin({}, session_.get()).value();
    const auto& satisfied = std::get<identity::login::Satisfied>(beginning);
    return std::get<authorize::Outcome>(
        authorization_.grant(act_, request, *session_, satisfied.factors).value());
  }
  std::string code_for(const Client& client, const Fields& otherwise = {}) {
    const auto good = std::get<authorize::Good>(open(request_of(client, otherwise)));
    return map_of(std::get<authorize::Reply>(grant(good.wish.request))).at("code");
  }

  // As though each scope opened the claim of its name.
  static base::json::object named_claims(const identity::users::User& user,
                                         const std::vector<std::string>& names,
                                         const std::vector<std::string>& scopes) {
    base::json::object claims;
    for (const auto& name : names) {
      if (holds(scopes, name)) {
        claims[name] = user.username;
      }
    }
    return claims;
  }
  static Shown shown_by(const ClientWithSecret& made) {
    Shown shown{.client_id = made.client.id.text()};
    if (!made.secret.empty()) {
      shown.secret = made.secret.clone();
    }
    return shown;
  }
  static Fields redemption(const std::string& code, const Fields& otherwise = {}) {
    return changed(
        {{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", kCallback}},
        otherwise);
  }
  token::Answer ask(const ClientWithSecret& by, const Fields& form) {
    return endpoint_.ask(caller_, shown_by(by), Parameters(form)).value();
  }
  static std::string error_of(const token::Answer& answer) {
    const auto* wrong = std::get_if<Wrong>(&answer);
    return wrong == nullptr ? "" : wrong->error;
  }
  bool opens(const std::string& access_token) {
    return std::holds_alternative<resource::Bearer>(bearers_.look(access_token).value());
  }
  base::json::object claims_of(const std::string& token, const char* typ) {
    return oauth_ring_->verify(token, {.typ = typ}).value().claims();
  }
  audit::Event last_of(std::string_view type) {
    audit::Event last;
    for (const auto& entry : trail_.chains().at("node-a")) {
      last = entry.event.type == type ? entry.event : last;
    }
    return last;
  }
  // The reason that the trail has for the last thing that was refused.
  std::string last_reason() { return trail_.chains().at("node-a").back().event.reason; }

  std::unique_ptr<keys::KeyRing> oauth_ring_ =
      keys::KeyRing::open(
          {.store = key_store_, .sealer = sealer_, .clock = clock_, .random = random_, .log = log_},
          {.algorithms = {crypto::SignatureAlgorithm::EdDSA, crypto::SignatureAlgorithm::ES256}})
          .value();
  std::unique_ptr<mint::Mint> oauth_mint_ = mint::Mint::make({.keys = *oauth_ring_,
                                                              .one_time = vouchers_,
                                                              .sessions = book_,
                                                              .trail = trail_,
                                                              .clock = clock_,
                                                              .random = random_},
                                                             {.issuer = kIssuer})
                                                .value();
  support::KeptClients client_rows_{trail_};
  support::KeptFamilies families_{trail_, book_, {people_, password_rows_, vouchers_}};
  support::KeptConsents consent_rows_{trail_, families_};
  identity::ConsentGate consent_gate_{consent_rows_};
  // Nothing is remembered: these stores tell nobody what they write.
  const base::Changes changes_{base::Changes::Told::nothing};
  RecentClients recent_clients_{client_rows_, clock_, changes_};
  Clients clients_{{.store = client_rows_,
                    .clock = clock_,
                    .random = random_,
                    .ids = ids_,
                    .sealer = sealer_,
                    .plain = PlainHttp::on_loopback}};
  authorize::Authorization authorization_{{.clients = client_rows_,
                                           .consents = consent_gate_,
                                           .people = people_,
                                           .keys = *oauth_ring_,
                                           .mint = *oauth_mint_,
                                           .trail = trail_,
                                           .ids = ids_,
                                           .claim_names = kClaimNames,
                                           .levels = identity::login::levels_of(factors_),
                                           .issuer = kIssuer}};
  ClientGate client_gate_{{.store = recent_clients_,
                           .clock = clock_,
                           .mint = *oauth_mint_,
                           .sealer = sealer_,
                           .issuer = kIssuer}};
  const base::Secret families_key_{base::Bytes(32, 11)};
  families::FamilyGate family_gate_{
      {.store = families_, .key = families_key_, .clock = clock_, .limits = {}}};
  // As a server's: what is done by way of sessions_ another node does.
  identity::sessions::RecentBook recent_book_{book_, clock_};
  identity::sessions::Sessions lately_{recent_book_, clock_, {}};
  identity::SessionGate lately_gate_{lately_};
  WrongRequests wrongs_{clock_, {.of_network = 5, .of_client = 5}};
  token::Endpoint endpoint_{{.clients = client_gate_,
                             .wrongs = wrongs_,
                             .people = people_,
                             .named_claims = &named_claims,
                             .sessions = lately_gate_,
                             .consents = consent_gate_,
                             .mint = *oauth_mint_,
                             .families = families_,
                             .family_gate = family_gate_,
                             .trail = trail_,
                             .clock = clock_,
                             .random = random_,
                             .issuer = kIssuer}};
  resource::Bearers bearers_{{.keys = *oauth_ring_,
                              .families = family_gate_,
                              .users = people_,
                              .clients = recent_clients_,
                              .clock = clock_,
                              .changes = changes_,
                              .log = log_,
                              .issuer = kIssuer}};
  Introspection introspection_{{.clients = client_gate_,
                                .wrongs = wrongs_,
                                .bearers = bearers_,
                                .families = family_gate_,
                                .users = people_,
                                .trail = trail_,
                                .issuer = kIssuer}};
  Revocation revocation_{{.clients = client_gate_,
                          .wrongs = wrongs_,
                          .bearers = bearers_,
                          .families = family_gate_,
                          .trail = trail_}};
  const identity::Act caller_{.actor = "nobody", .address = "192.0.2.1", .request_id = "r2"};

  identity::users::User ani_;
  ClientWithSecret sso_{.client = {.id = ClientId({})}, .secret = {}};
  ClientWithSecret web_{.client = {.id = ClientId({})}, .secret = {}};
  ClientWithSecret native_{.client = {.id = ClientId({})}, .secret = {}};
  base::Secret cookie_;
  std::unique_ptr<identity::SessionGate::Entered> session_;
};

}  // namespace oauth
