// What the program of a browser client asks across origins, and what a client asks about its
// tokens.
#include "base/json.h"
#include "oauth/scope/scope.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using testing::StartsWith;

constexpr const char* kSpa = "https://spa.example";
constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

class OauthOfBrowsers : public PeopleTest {
 protected:
  OauthOfBrowsers() {
    add_with_password("ani", kPassword);
    spa_ = add({.name = "SPA",
                .redirect_uris = {std::string(kSpa) + "/callback"},
                .scopes = {"openid"},
                .is_public = true,
                .refreshes = true});
    server_ = add({.name = "Server",
                   .redirect_uris = {"https://server.example/callback"},
                   .scopes = {"openid"},
                   .refreshes = true});
  }
  oauth::ClientWithSecret add(oauth::NewClient wanted) {
    wanted.first_party = true;
    wanted.id_token_algorithm = crypto::SignatureAlgorithm::EdDSA;
    return oauth_.clients().add(act_, wanted).value();
  }
  // By its id, and its secret when it has one.
  Page ask(const oauth::ClientWithSecret& by, const std::string& path, support::Fields fields,
           const std::string& origin = "") {
    fields.emplace_back("client_id", by.client.id.text());
    if (!by.secret.empty()) {
      fields.emplace_back("client_secret", std::string(by.secret.reveal_text()));
    }
    support::Fields headers{{"Content-Type", "application/x-www-form-urlencoded"}};
    if (!origin.empty()) {
      headers.emplace_back("Origin", origin);
      headers.emplace_back("Sec-Fetch-Site", "cross-site");
    }
    return answer({"POST", path, headers, support::form_body(fields)});
  }
  Page redeem(const oauth::ClientWithSecret& by, const std::string& origin = "") {
    auto it = logged_in("ani");
    const auto back = it.get("/oauth/authorize?" +
                             support::form_body({{"client_id", by.client.id.text()},
                                                 {"redirect_uri", by.client.redirect_uris.front()},
                                                 {"response_type", "code"},
                                                 {"scope", "openid"},
                                                 {"code_challenge", kChallenge},
                                                 {"code_challenge_method", "S256"}}));
    const std::string location = back.location();
    const auto at = location.find("code=");
    EXPECT_NE(at, std::string::npos) << location;
    return ask(by, "/oauth/token",
               {{"grant_type", "authorization_code"},
                {"redirect_uri", by.client.redirect_uris.front()},
                {"code_verifier", kVerifier},
                {"code", location.substr(at + 5, 51)}},
               origin);
  }
  Page preflight(const std::string& path, const std::string& origin,
                 const std::string& method = "POST") {
    return answer({"OPTIONS",
                   path,
                   {{"Origin", origin},
                    {"Access-Control-Request-Method", method},
                    {"Access-Control-Request-Headers", "authorization"}},
                   ""});
  }
  static base::json::object json_of(const Page& page) {
    return base::parse_json_object(page.body).value();
  }
  static std::string text_of(const Page& page, const char* name) {
    return std::string(json_of(page).at(name).as_string());
  }
  static constexpr const char* kAllowed = "Access-Control-Allow-Origin";
  static constexpr const char* kCredentials = "Access-Control-Allow-Credentials";

  oauth::ClientWithSecret spa_{.client = {.id = oauth::ClientId({})}, .secret = {}};
  oauth::ClientWithSecret server_{.client = {.id = oauth::ClientId({})}, .secret = {}};
};

TEST_F(OauthOfBrowsers, a_single_page_app_gets_its_tokens_across_origins) {
  EXPECT_EQ(preflight("/oauth/token", kSpa).header("Access-Control-Allow-Methods"), "POST");
  const auto given = redeem(spa_, kSpa);
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(given.header(kAllowed), kSpa);
  EXPECT_EQ(given.header("Vary"), "Origin");
  EXPECT_FALSE(given.header(kCredentials));
  const auto again = ask(
      spa_, "/oauth/token",
      {{"grant_type", "refresh_token"}, {"refresh_token", text_of(given, "refresh_token")}}, kSpa);
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(again.header(kAllowed), kSpa);
  const auto bearer = "Bearer " + text_of(again, "access_token");
  EXPECT_THAT(
      preflight("/oauth/userinfo", kSpa, "GET").header("Access-Control-Allow-Headers").value(),
      HasSubstr("Authorization"));
  const auto about =
      answer({"GET", "/oauth/userinfo", {{"Origin", kSpa}, {"Authorization", bearer}}, ""});
  EXPECT_EQ(about.status, 200);
  EXPECT_EQ(about.header(kAllowed), kSpa);
  const auto revoked =
      ask(spa_, "/oauth/revoke", {{"token", text_of(again, "access_token")}}, kSpa);
  EXPECT_EQ(revoked.status, 200);
  EXPECT_EQ(revoked.header(kAllowed), kSpa);
  EXPECT_EQ(answer({"GET", "/oauth/userinfo", {{"Authorization", bearer}}, ""}).status, 401);
}

TEST_F(OauthOfBrowsers, a_refusal_is_readable_too) {
  const auto wrong = ask(spa_, "/oauth/token", {{"grant_type", "x"}}, kSpa);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.header(kAllowed), kSpa);
  const auto json = answer(
      {"POST", "/oauth/token", {{"Content-Type", "application/json"}, {"Origin", kSpa}}, "{}"});
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ(json.header(kAllowed), kSpa);
  const auto nobody = answer({"GET", "/oauth/userinfo", {{"Origin", kSpa}}, ""});
  EXPECT_EQ(nobody.status, 401);
  EXPECT_THAT(nobody.header("Access-Control-Expose-Headers").value(),
              HasSubstr("WWW-Authenticate"));
}

TEST_F(OauthOfBrowsers, CK8_no_other_origin_is_let_in) {
  for (const auto* origin : {"null", "https://spa.example.evil.example", "https://evil-spa.example",
                             "http://spa.example", "https://spa.example:8443",
                             "https://server.example", "https://SPA.example", "*"}) {
    for (const auto* path : {"/oauth/token", "/oauth/revoke", "/oauth/userinfo"}) {
      const auto before = preflight(path, origin);
      EXPECT_EQ(before.status, 204);
      EXPECT_FALSE(before.header(kAllowed)) << origin;
      EXPECT_FALSE(before.header("Access-Control-Allow-Methods")) << origin;
      EXPECT_EQ(before.header("Vary"), "Origin") << "a cache is told, nevertheless";
    }
    const auto page = ask(spa_, "/oauth/token", {{"grant_type", "x"}}, origin);
    EXPECT_FALSE(page.header(kAllowed)) << origin;
    EXPECT_FALSE(page.header(kCredentials)) << origin;
  }
}

TEST_F(OauthOfBrowsers, CK8_no_page_and_no_answer_for_servers_is_open_to_others) {
  for (const auto* path : {"/oauth/authorize", "/oauth/introspect", "/api/user-sso", "/login"}) {
    const auto page = preflight(path, kSpa);
    EXPECT_EQ(page.status, 405) << path;
    EXPECT_FALSE(page.header(kAllowed)) << path;
  }
}

TEST_F(OauthOfBrowsers, what_is_public_is_open_to_everybody_without_credentials) {
  for (const auto* path : {"/.well-known/openid-configuration",
                           "/.well-known/oauth-authorization-server", "/oauth/jwks"}) {
    const auto page = answer({"GET", path, {{"Origin", "https://anybody.example"}}, ""});
    EXPECT_EQ(page.header(kAllowed), "*") << path;
    EXPECT_FALSE(page.header(kCredentials)) << path;
  }
}

TEST_F(OauthOfBrowsers, a_client_asks_about_its_token_and_revokes_it_RFC7662_2_RFC7009_2) {
  const auto given = redeem(server_);
  ASSERT_EQ(given.status, 200) << given.body;
  const auto token = text_of(given, "access_token");
  const auto told = ask(server_, "/oauth/introspect", {{"token", token}});
  EXPECT_EQ(told.status, 200);
  EXPECT_THAT(told.body, StartsWith(R"({"active":true,"token_type":"Bearer")"));
  EXPECT_EQ(ask(server_, "/oauth/introspect", {{"token", "x"}}).body, R"({"active":false})");
  const auto scan = ask(spa_, "/oauth/introspect", {{"token", token}});
  EXPECT_EQ(scan.status, 401);
  EXPECT_TRUE(scan.header("WWW-Authenticate"));
  const auto query = ask(server_, "/oauth/introspect?token=" + token, {});
  EXPECT_EQ(json_of(query).at("error"), "invalid_request");

  const auto gone = ask(server_, "/oauth/revoke", {{"token", token}});
  EXPECT_EQ(gone.status, 200);
  EXPECT_EQ(gone.body, "");
  EXPECT_EQ(ask(server_, "/oauth/introspect", {{"token", token}}).body, R"({"active":false})");
  EXPECT_EQ(ask(server_, "/oauth/revoke", {{"token", "never"}}).status, 200);
  EXPECT_EQ(json_of(ask(server_, "/oauth/revoke", {})).at("error"), "invalid_request");
}

TEST_F(OauthOfBrowsers, contract_1_has_a_refresh_token_beside_what_its_document_shows) {
  const auto sso = add({.name = "Satker",
                        .profile = oauth::Profile::sso,
                        .redirect_uris = {"https://client-app.com/callback"},
                        .scopes = {"view-user"},
                        .refreshes = true});
  auto it = logged_in("ani");
  const auto back = it.get("/oauth/authorize?" +
                           support::form_body({{"client_id", sso.client.id.text()},
                                               {"redirect_uri", "https://client-app.com/callback"},
                                               {"response_type", "code"},
                                               {"scope", "view-user"},
                                               {"state", "s"}}));
  const std::string location = back.location();
  const auto given = ask(sso, "/oauth/token",
                         {{"grant_type", "authorization_code"},
                          {"redirect_uri", "https://client-app.com/callback"},
                          {"code", location.substr(location.find("code=") + 5, 51)}});
  const auto* expected =
      R"(\{"access_token":"eyJ[^"]+","token_type":"Bearer","expires_in":3600,"refresh_token":"[-_A-Za-z0-9]+"\})";
  EXPECT_THAT(given.body, testing::MatchesRegex(expected));
  const auto again =
      ask(sso, "/oauth/token",
          {{"grant_type", "refresh_token"}, {"refresh_token", text_of(given, "refresh_token")}});
  EXPECT_THAT(again.body, testing::MatchesRegex(expected));
  EXPECT_NE(text_of(again, "refresh_token"), text_of(given, "refresh_token"));
}

}  // namespace
}  // namespace endpoints
