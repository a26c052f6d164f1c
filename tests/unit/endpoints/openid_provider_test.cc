// What certification of an OpenID Provider checks, by the number of the line in its list (OP13): of
// the code flow, the token endpoint, userinfo and discovery, as a relying party sees them.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "oauth/scope/scope.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

constexpr const char* kCallback = "https://client-app.com/callback?dummy1=lorem&dummy2=ipsum";
// Of RFC 7636, appendix B.
constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

// Shannon's, of the whole text, in bits.
double entropy(const std::string& text) {
  std::map<char, double> counts;
  for (const char c : text) {
    counts[c] += 1;
  }
  const auto all = static_cast<double>(text.size());
  double bits = 0;
  for (const auto& [c, count] : counts) {
    bits -= count * std::log2(count / all);
  }
  return bits;
}

class OpenidProvider : public PeopleTest {
 protected:
  OpenidProvider() : ani_(add_with_password("ani", kPassword)) {
    users_
        .set(act_, identity::users::Editor::administrator, ani_.id, std::nullopt,
             {{"name", "Ani Lestari Dewi"},
              {"given_name", "Ani"},
              {"middle_name", "Lestari"},
              {"family_name", "Dewi"},
              {"nickname", "Ani"},
              {"profile", "https://ani.example/"},
              {"picture", "https://ani.example/p.jpg"},
              {"website", "https://ani.example/"},
              {"gender", "female"},
              {"birthdate", "1990-05-01"},
              {"zoneinfo", "Asia/Jakarta"},
              {"locale", "id-ID"},
              {"email", "ani@contoh.test"},
              {"no_hp", "+6281234567890"},
              {"address", {{"locality", "Kudus"}, {"country", "ID"}}}})
        .value();
    web_ = add("Web");
    other_ = add("Lain", crypto::SignatureAlgorithm::ES256);
    foreign_ = add("Travelin", crypto::SignatureAlgorithm::EdDSA, false);
  }
  oauth::ClientWithSecret add(
      const std::string& name,
      crypto::SignatureAlgorithm algorithm = crypto::SignatureAlgorithm::EdDSA,
      bool of_the_house = true) {
    return oauth_.clients()
        .add(act_, {.name = name,
                    .redirect_uris = {kCallback},
                    .scopes = {"openid", "profile", "email", "address", "phone"},
                    .first_party = of_the_house,
                    .refreshes = true,
                    .id_token_algorithm = algorithm})
        .value();
  }
  // The request of a test, otherwise as it says; an empty value leaves the field out.
  support::Fields request(const support::Fields& otherwise = {}) const {
    support::Fields fields{{"client_id", web_.client.id.text()},
                           {"redirect_uri", kCallback},
                           {"response_type", "code"},
                           {"scope", "openid"},
                           {"state", "s-1"}};
    for (const auto& [name, value] : otherwise) {
      std::erase_if(fields, [&](const auto& field) { return field.first == name; });
      if (!value.empty()) {
        fields.emplace_back(name, value);
      }
    }
    return fields;
  }
  static std::string target(const support::Fields& fields) {
    return "/oauth/authorize?" + support::form_body(fields);
  }
  std::string target(const char* name, const std::string& value) const {
    return target(request({{name, value}}));
  }
  // What an answer brings the client, beside the query that is registered.
  static std::map<std::string, std::string> brought(const Page& page) {
    const std::string location = page.location();
    EXPECT_EQ(location.find(kCallback), 0U) << page.status << location;
    const auto query = location.substr(location.find('?') + 1);
    std::map<std::string, std::string> all;
    const auto form = http::Form::parse(query).value();
    for (const auto& [name, value] : form.entries()) {
      all[name] = value;
    }
    all.erase("dummy1");
    all.erase("dummy2");
    return all;
  }
  std::string code(Browser& it, const support::Fields& otherwise = {}) {
    return brought(it.get(target(request(otherwise))))["code"];
  }
  Page post(const oauth::ClientWithSecret& by, support::Fields fields) {
    fields.emplace_back("client_id", by.client.id.text());
    fields.emplace_back("client_secret", std::string(by.secret.reveal_text()));
    return answer({"POST",
                   "/oauth/token",
                   {{"Content-Type", "application/x-www-form-urlencoded"}},
                   support::form_body(fields)});
  }
  Page redeem(const std::string& code) { return redeem(web_, code); }
  Page redeem(const oauth::ClientWithSecret& by, const std::string& code) {
    return post(
        by, {{"grant_type", "authorization_code"}, {"redirect_uri", kCallback}, {"code", code}});
  }
  Page refresh(const oauth::ClientWithSecret& by, const std::string& token,
               const std::string& scope) {
    return post(by, {{"grant_type", "refresh_token"}, {"refresh_token", token}, {"scope", scope}});
  }
  base::json::object tokens(Browser& it, const support::Fields& otherwise = {}) {
    return json_of(redeem(code(it, otherwise)));
  }
  static base::json::object json_of(const Page& page) {
    return base::parse_json_object(page.body).value();
  }
  static std::string text(const base::json::object& object, std::string_view name) {
    return std::string(object.at(name).as_string());
  }
  // Part 0 is the header of a JWT, part 1 what it says.
  static base::json::object part(const std::string& jwt, int number) {
    const auto from = number == 0 ? 0 : jwt.find('.') + 1;
    const auto octets = base::from_base64url(jwt.substr(from, jwt.find('.', from) - from)).value();
    return base::parse_json_object(base::text_of(octets)).value();
  }
  base::json::object id_token(Browser& it, const support::Fields& otherwise = {}) {
    return part(text(tokens(it, otherwise), "id_token"), 1);
  }
  Page userinfo(const std::string& method, const support::Fields& headers,
                const std::string& body = "") {
    auto all = headers;
    if (!body.empty()) {
      all.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    }
    return answer({method, "/oauth/userinfo", all, body});
  }
  std::int64_t now() const { return base::to_seconds(clock_.now()); }

  identity::users::User ani_;
  oauth::ClientWithSecret web_{.client = {.id = oauth::ClientId({})}, .secret = {}};
  oauth::ClientWithSecret other_{.client = {.id = oauth::ClientId({})}, .secret = {}};
  oauth::ClientWithSecret foreign_{.client = {.id = oauth::ClientId({})}, .secret = {}};
};

TEST_F(OpenidProvider,
       OP1_OP2_OP3_OP11_discovery_is_of_one_issuer_and_names_what_is_registered_alone) {
  const auto page = answer({"GET", "/.well-known/openid-configuration", {}, ""});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "application/json");
  const auto said = json_of(page);
  EXPECT_EQ(text(said, "issuer"), issuer_);
  EXPECT_EQ(said.at("subject_types_supported"), (base::json::array{"public"}));
  EXPECT_EQ(said.at("authorization_response_iss_parameter_supported"), true) << "AZ11: RFC 9207 3";
  static const std::set<std::string> registered = {
      "issuer",
      "authorization_endpoint",
      "token_endpoint",
      "userinfo_endpoint",
      "jwks_uri",
      "introspection_endpoint",
      "revocation_endpoint",
      "end_session_endpoint",
      "scopes_supported",
      "response_types_supported",
      "response_modes_supported",
      "grant_types_supported",
      "subject_types_supported",
      "id_token_signing_alg_values_supported",
      "token_endpoint_auth_methods_supported",
      "token_endpoint_auth_signing_alg_values_supported",
      "introspection_endpoint_auth_methods_supported",
      "introspection_endpoint_auth_signing_alg_values_supported",
      "revocation_endpoint_auth_methods_supported",
      "revocation_endpoint_auth_signing_alg_values_supported",
      "code_challenge_methods_supported",
      "claims_supported",
      "claims_parameter_supported",
      "acr_values_supported",
      "ui_locales_supported",
      "request_parameter_supported",
      "request_uri_parameter_supported",
      "authorization_response_iss_parameter_supported",
      "service_documentation",
      "op_policy_uri",
      "op_tos_uri"};
  for (const auto& [name, value] : said) {
    EXPECT_TRUE(registered.contains(std::string(name))) << name;
    if (name.ends_with("_endpoint") || name == "jwks_uri") {
      EXPECT_EQ(value.as_string().find(issuer_ + "/"), 0U) << name;
    }
    if (name.ends_with("_supported") && value.is_array()) {
      EXPECT_FALSE(value.as_array().empty()) << name;
    }
  }
  for (const char* name : {"request_parameter_supported", "request_uri_parameter_supported"}) {
    EXPECT_EQ(said.at(name), false);
  }
  const auto& scopes = said.at("scopes_supported").as_array();
  EXPECT_NE(std::ranges::find(scopes, base::json::value("openid")), scopes.end());
  EXPECT_EQ(said.at("response_types_supported"), base::json::array{"code"});
  EXPECT_EQ(said.at("grant_types_supported"),
            (base::json::array{"authorization_code", "refresh_token", "client_credentials"}));
  EXPECT_EQ(said.at("token_endpoint_auth_methods_supported"),
            (base::json::array{"client_secret_basic", "client_secret_post", "client_secret_jwt",
                               "private_key_jwt", "none"}));
  EXPECT_EQ(said.at("claims_parameter_supported"), true);
  const auto& claims = said.at("claims_supported").as_array();
  for (const char* claim : {"sub", "name", "email", "address", "phone_number", "updated_at"}) {
    EXPECT_NE(std::ranges::find(claims, base::json::value(claim)), claims.end()) << claim;
  }
  EXPECT_EQ(scopes.back(), "kepegawaian") << "of the configuration";
  EXPECT_EQ(claims.back(), "pangkat");
  EXPECT_EQ(said.at("ui_locales_supported"), (base::json::array{"id", "en"}));
  auto it = logged_in("ani");
  EXPECT_EQ(brought(it.get(target(request())))["iss"], issuer_);
}

TEST_F(OpenidProvider, OP4_keys_have_a_name_each_and_nothing_private) {
  auto it = logged_in("ani");
  const auto header = part(text(tokens(it), "id_token"), 0);
  std::set<std::string> kids;
  const auto set = json_of(answer({"GET", "/oauth/jwks", {}, ""}));
  for (const auto& each : set.at("keys").as_array()) {
    const auto& key = each.as_object();
    EXPECT_TRUE(kids.insert(text(key, "kid")).second);
    EXPECT_EQ(key.at("use"), "sig");
    for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "k"}) {
      EXPECT_FALSE(key.contains(secret));
    }
  }
  EXPECT_TRUE(kids.contains(text(header, "kid")));
  const auto made = oauth_.keys().rotate(crypto::SignatureAlgorithm::ES256, "test").value();
  const auto after = json_of(answer({"GET", "/oauth/jwks", {}, ""})).at("keys").as_array();
  EXPECT_EQ(after.size(), kids.size() + 1) << "the old ones stay";
  std::set<std::tuple<std::string, std::string, std::string, std::string>> different;
  for (const auto& each : after) {
    const auto& key = each.as_object();
    kids.erase(text(key, "kid"));
    EXPECT_TRUE(
        different.insert({text(key, "kid"), text(key, "alg"), text(key, "use"), text(key, "kty")})
            .second);
    EXPECT_TRUE(text(key, "kid") != made.kid || text(key, "kty") == "EC");
  }
  EXPECT_TRUE(kids.empty());
}

TEST_F(OpenidProvider, OP5_the_id_token_is_signed_as_its_client_is_registered_and_else_by_RS256) {
  auto it = logged_in("ani");
  const auto set = json_of(answer({"GET", "/oauth/jwks", {}, ""}));
  const struct {
    const oauth::ClientWithSecret& client;
    const char* algorithm;
    const char* kind;
  } rows[] = {{web_, "EdDSA", "OKP"}, {other_, "ES256", "EC"}};
  for (const auto& row : rows) {
    const auto given = redeem(row.client, code(it, {{"client_id", row.client.client.id.text()}}));
    const auto header = part(text(json_of(given), "id_token"), 0);
    EXPECT_EQ(header.at("alg"), row.algorithm);
    const auto& keys = set.at("keys").as_array();
    const auto key = std::ranges::find_if(
        keys, [&](const auto& each) { return each.as_object().at("kid") == header.at("kid"); });
    ASSERT_NE(key, keys.end());
    EXPECT_EQ(key->as_object().at("kty"), row.kind);
    EXPECT_EQ(key->as_object().at("alg"), row.algorithm);
    EXPECT_EQ(key->as_object().at("use"), "sig");
  }
  EXPECT_EQ(oauth::NewClient{}.id_token_algorithm, crypto::SignatureAlgorithm::RS256);
}

TEST_F(OpenidProvider, OP5_OP6_the_id_token_says_who_when_and_for_whom_and_no_more) {
  auto it = logged_in("ani");
  const auto claims =
      id_token(it, {{"nonce", "n-1"}, {"max_age", "10000"}, {"scope", "openid profile email"}});
  EXPECT_EQ(text(claims, "iss"), issuer_);
  EXPECT_EQ(text(claims, "aud"), web_.client.id.text());
  EXPECT_EQ(claims.at("nonce"), "n-1");
  EXPECT_EQ(text(claims, "sub"), ani_.sub);
  EXPECT_TRUE(
      std::ranges::all_of(text(claims, "sub"), [](char c) { return c >= ' ' && c <= '~'; }));
  EXPECT_EQ(claims.at("iat").as_int64(), now());
  EXPECT_GT(claims.at("exp").as_int64(), now());
  EXPECT_LE(claims.at("auth_time").as_int64(), now());
  EXPECT_FALSE(text(claims, "acr").empty());
  static const std::set<std::string> usual = {"iss",       "sub",   "aud", "exp", "iat",
                                              "auth_time", "nonce", "acr", "amr", "azp",
                                              "at_hash",   "nbf",   "jti", "sid"};
  for (const auto& [name, value] : claims) {
    EXPECT_TRUE(usual.contains(std::string(name))) << name;
  }
  EXPECT_FALSE(id_token(it).contains("nonce"));
}

TEST_F(OpenidProvider, OP7_OP8_userinfo_tells_every_standard_claim_in_its_type_three_ways) {
  auto it = logged_in("ani");
  const auto given = tokens(it, {{"scope", "openid profile email address phone"}});
  const auto token = text(given, "access_token");
  const auto page = userinfo("GET", {{"Authorization", "Bearer " + token}});
  EXPECT_EQ(page.header("Content-Type"), "application/json");
  const auto claims = json_of(page);
  for (const char* name : {"sub", "name", "given_name", "family_name", "middle_name", "nickname",
                           "profile", "picture", "website", "gender", "birthdate", "zoneinfo",
                           "locale", "preferred_username", "email", "phone_number"}) {
    EXPECT_FALSE(text(claims, name).empty()) << name;
  }
  EXPECT_TRUE(claims.at("updated_at").is_int64());
  EXPECT_TRUE(claims.at("email_verified").is_bool());
  EXPECT_TRUE(claims.at("phone_number_verified").is_bool());
  EXPECT_EQ(claims.at("address").as_object().at("locality"), "Kudus");
  EXPECT_EQ(text(claims, "sub"), text(part(text(given, "id_token"), 1), "sub"));
  EXPECT_EQ(userinfo("POST", {{"Authorization", "Bearer " + token}}).body, page.body);
  EXPECT_EQ(userinfo("POST", {}, "access_token=" + token).body, page.body);
}

TEST_F(OpenidProvider, OP12_a_redirect_uri_is_registered_octet_by_octet_or_there_is_no_redirect) {
  auto it = logged_in("ani");
  for (const std::string uri :
       {"", "https://client-app.com/callback", "https://client-app.com/callback?dummy1=lorem",
        "https://client-app.com/callback?dummy2=ipsum&dummy1=lorem",
        "https://client-app.com/callback?dummy1=lorem&dummy2=ipsum&x=1", "https://evil.example/"}) {
    const auto page = it.get(target("redirect_uri", uri));
    EXPECT_EQ(page.status, 400) << uri;
    EXPECT_FALSE(page.header("Location")) << uri;
  }
}

TEST_F(OpenidProvider, OP13_what_changes_nothing_is_no_error_by_get_and_by_post) {
  auto it = logged_in("ani");
  const support::Fields more[] = {
      {{"extra", "foobar"}},
      {{"display", "popup"}},
      {{"ui_locales", "se"}},
      {{"claims_locales", "se"}},
      {{"login_hint", "bob@example.test"}},
      {{"acr_values", "1 2"}},
      {{"code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"},
       {"code_challenge_method", "S256"}},
      {{"scope", "email openid profile"}},
      {{"scope", "openid unheard-of"}},
      {{"nonce", std::string(64, 'n')}},
      {{"state", ""}},
  };
  for (const auto& fields : more) {
    EXPECT_NE(code(it, fields), "") << fields.front().first;
    const auto kept = it.post("/oauth/authorize", request(fields));
    EXPECT_EQ(kept.status, 303) << fields.front().first;
    EXPECT_NE(brought(it.get(kept.location()))["code"], "") << fields.front().first;
  }
}

TEST_F(OpenidProvider, OP14_OP15_an_error_holds_the_state_and_words_and_nothing_else) {
  auto it = logged_in("ani");
  const struct {
    support::Fields fields;
    std::set<std::string> errors;
  } rows[] = {
      {{{"response_type", ""}}, {"invalid_request", "unsupported_response_type"}},
      {{{"response_type", "code token"}}, {"unsupported_response_type"}},
      {{{"prompt", "none login"}}, {"invalid_request"}},
      {{{"scope", "\""}}, {"invalid_scope"}},
      {{{"max_age", "-1"}}, {"invalid_request"}},
      {{{"claims", R"({"id_token":{"sub":{"value":"\"\\"}}})"}}, {"login_required"}},
      {{{"claims", "\"\\"}}, {"invalid_request"}},
      {{{"resource", "https://other.example"}}, {"invalid_target"}},
      {{{"response_mode", "\"fragment\""}}, {"invalid_request"}},
      {{{"code_challenge", "\""}, {"code_challenge_method", "plain"}}, {"invalid_request"}},
      {{{"request", "e30.e30."}}, {"request_not_supported"}},
  };
  for (const auto& row : rows) {
    auto said = brought(it.get(target(request(row.fields))));
    EXPECT_TRUE(row.errors.contains(said["error"])) << said["error"];
    EXPECT_EQ(said["state"], "s-1");
    EXPECT_NE(said["error_description"], "");
    for (const char c : said["error_description"]) {
      EXPECT_TRUE((c >= 0x20 && c <= 0x21) || (c >= 0x23 && c <= 0x5b) || (c >= 0x5d && c <= 0x7e));
    }
    for (const auto& [name, value] : said) {
      EXPECT_TRUE(name == "error" || name == "error_description" || name == "state" ||
                  name == "iss")
          << name;
    }
  }
  const std::string long_state(1000, 'x');
  EXPECT_EQ(brought(it.get(target("state", long_state)))["state"], long_state);
}

TEST_F(OpenidProvider, OP17_a_session_is_used_as_long_as_the_request_lets_it_be) {
  auto it = logged_in("ani");
  const auto first = id_token(it, {{"max_age", "10000"}});
  clock_.advance(std::chrono::seconds(2));
  const auto silent = id_token(it, {{"prompt", "none"}, {"max_age", "10000"}});
  EXPECT_EQ(silent.at("auth_time"), first.at("auth_time"));
  EXPECT_EQ(silent.at("sub"), first.at("sub"));
  for (const auto& fields :
       {support::Fields{{"max_age", "1"}}, support::Fields{{"prompt", "login"}}}) {
    const auto page = it.get(target(request(fields)));
    EXPECT_EQ(page.status, 200) << fields.front().first;
    const auto back = it.submit(page, {{"password", kPassword}});
    const auto later = part(text(json_of(redeem(brought(back)["code"])), "id_token"), 1);
    EXPECT_GT(later.at("auth_time").as_int64(), first.at("auth_time").as_int64());
    clock_.advance(std::chrono::seconds(2));
  }
  auto stranger = browser();
  EXPECT_EQ(brought(stranger.get(target("prompt", "none")))["error"], "login_required");
}

TEST_F(OpenidProvider, OP17_a_consent_that_is_on_record_lets_prompt_none_succeed) {
  auto it = logged_in("ani");
  const support::Fields foreign{{"client_id", foreign_.client.id.text()}};
  const support::Fields silent{foreign.front(), {"prompt", "none"}};
  EXPECT_EQ(brought(it.get(target(request(silent))))["error"], "consent_required");
  const auto asked = it.get(target(request(foreign)));
  EXPECT_NE(brought(it.submit(it.follow(asked), {{"decision", "allow"}}))["code"], "");
  EXPECT_NE(code(it, silent), "");
}

TEST_F(OpenidProvider, OP18_a_hint_may_be_old_and_is_of_whoever_is_there) {
  add_with_password("budi", kNew);
  auto it = logged_in("ani");
  const auto hint = text(tokens(it), "id_token");
  clock_.advance(std::chrono::hours(2));
  const auto again = request({{"prompt", "none"}, {"id_token_hint", hint}});
  EXPECT_NE(brought(it.get(target(again)))["code"], "");
  auto other = logged_in("budi", kNew);
  EXPECT_EQ(brought(other.get(target(again)))["error"], "login_required");
}

TEST_F(OpenidProvider, OP19_a_request_object_is_refused_and_not_passed_over) {
  auto it = logged_in("ani");
  EXPECT_EQ(brought(it.get(target("request", "e30.e30.")))["error"], "request_not_supported");
  EXPECT_EQ(brought(it.get(target("request_uri", "https://x.example/r")))["error"],
            "request_uri_not_supported");
}

TEST_F(OpenidProvider, OP22_an_essential_acr_is_reached_or_nobody_is_let_in) {
  auto it = logged_in("ani");
  const auto wanted = [](const std::string& acr) {
    return support::Fields{
        {"claims", R"({"id_token":{"acr":{"essential":true,"values":[")" + acr + R"("]}}})"}};
  };
  EXPECT_EQ(id_token(it, wanted("one_factor")).at("acr"), "one_factor");
  EXPECT_EQ(brought(it.get(target(request(wanted("urn:x")))))["error"], "access_denied");
  EXPECT_EQ(brought(it.get(target(request(wanted("none")))))["error"], "access_denied");
  const auto said = json_of(answer({"GET", "/.well-known/openid-configuration", {}, ""}));
  EXPECT_EQ(said.at("acr_values_supported"), (base::json::array{"one_factor", "two_factors"}))
      << "what the factors of this house can reach";
}

TEST_F(OpenidProvider, OP23_OP24_tokens_are_answered_as_they_have_to_be_and_cannot_be_guessed) {
  auto it = logged_in("ani");
  const auto once = code(it);
  const auto page = redeem(once);
  EXPECT_EQ(page.header("Content-Type"), "application/json");
  const auto said = json_of(page);
  EXPECT_EQ(said.at("token_type"), "Bearer");
  EXPECT_TRUE(said.at("expires_in").as_int64() >= 1 &&
              said.at("expires_in").as_int64() <= 31536000);
  std::set<std::string> different;
  for (const auto& secret :
       {once, code(it), text(said, "refresh_token"), text(said, "access_token")}) {
    EXPECT_GE(secret.size(), 43U);
    EXPECT_GT(entropy(secret), 160) << secret.size();
    EXPECT_TRUE(different.insert(secret).second);
  }
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  for (const auto& refused : {redeem("unknown"), post(web_, {{"grant_type", "password"}})}) {
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.header("Cache-Control"), "no-store");
  }
  const auto nobody = answer({"POST",
                              "/oauth/token",
                              {{"Content-Type", "application/x-www-form-urlencoded"}},
                              "grant_type=authorization_code&code=x"});
  EXPECT_EQ(json_of(nobody).at("error"), "invalid_client");
  EXPECT_EQ(nobody.status, 401);
}

TEST_F(OpenidProvider, OP25_a_code_is_good_once_for_a_minute_and_for_its_client) {
  auto it = logged_in("ani");
  const auto once = code(it);
  const auto token = text(json_of(redeem(once)), "access_token");
  EXPECT_EQ(json_of(redeem(once)).at("error"), "invalid_grant");
  EXPECT_EQ(userinfo("GET", {{"Authorization", "Bearer " + token}}).status, 401);
  EXPECT_EQ(json_of(redeem(other_, code(it))).at("error"), "invalid_grant");
  const support::Fields code_grant{{"grant_type", "authorization_code"}};
  const auto redeemed_with = [&](const support::Fields& otherwise, support::Fields more) {
    more.insert(more.begin(), code_grant.front());
    more.emplace_back("code", code(it, otherwise));
    return post(web_, more);
  };
  const support::Fields pkce{{"code_challenge", kChallenge}, {"code_challenge_method", "S256"}};
  const std::pair<std::string, std::string> callback{"redirect_uri", kCallback};
  const auto moved = redeemed_with({}, {{"redirect_uri", "https://client-app.com/callback"}});
  const auto without = redeemed_with(pkce, {callback});
  const auto wrong = redeemed_with(pkce, {callback, {"code_verifier", std::string(43, 'x')}});
  for (const auto& refused : {moved, without, wrong}) {
    EXPECT_EQ(json_of(refused).at("error"), "invalid_grant") << refused.body;
  }
  EXPECT_EQ(redeemed_with(pkce, {callback, {"code_verifier", kVerifier}}).status, 200);
  const auto late = code(it);
  clock_.advance(std::chrono::seconds(62));
  EXPECT_EQ(json_of(redeem(late)).at("error"), "invalid_grant");
}

TEST_F(OpenidProvider, OP26_a_refreshed_id_token_is_of_the_same_login) {
  auto it = logged_in("ani");
  const auto first = tokens(it);
  clock_.advance(std::chrono::seconds(1));
  const auto refresh_token = text(first, "refresh_token");
  EXPECT_EQ(json_of(refresh(other_, refresh_token, "openid")).at("error"), "invalid_grant");
  const auto page = refresh(web_, refresh_token, "openid");
  ASSERT_EQ(page.status, 200) << page.body;
  const auto before = part(text(first, "id_token"), 1);
  const auto after = part(text(json_of(page), "id_token"), 1);
  for (const char* name : {"iss", "sub", "aud", "auth_time"}) {
    EXPECT_EQ(after.at(name), before.at(name)) << name;
  }
  EXPECT_GT(after.at("iat").as_int64(), before.at("iat").as_int64());
  EXPECT_EQ(after.contains("azp"), before.contains("azp"));
}

TEST_F(OpenidProvider, OP38_a_resource_takes_a_token_in_its_header_whatever_is_accepted) {
  auto it = logged_in("ani");
  const auto token = text(tokens(it), "access_token");
  for (const char* accept : {"application/json;charset=utf-8", "*/*", ""}) {
    support::Fields headers{{"Authorization", "BEARER " + token}};
    if (*accept != '\0') {
      headers.emplace_back("Accept", accept);
    }
    EXPECT_EQ(userinfo("GET", headers).status, 200) << accept;
  }
  EXPECT_EQ(answer({"GET", "/oauth/userinfo?access_token=" + token, {}, ""}).status, 400);
  const auto none = userinfo("GET", {});
  EXPECT_EQ(none.status, 401);
  EXPECT_TRUE(none.header("WWW-Authenticate"));
}

}  // namespace
}  // namespace endpoints
