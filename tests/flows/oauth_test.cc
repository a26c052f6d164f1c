// Contract 1 with the server as a child process: an operator adds a client, a browser logs in for
// it, and the client's server replays the requests of the document.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/oauth_client.h"
#include "tests/support/people.h"

namespace {

using support::browser_of;
using support::EngineKind;
using support::OauthClient;
using testing::HasSubstr;
using testing::MatchesRegex;

constexpr const char* kCallback = "https://client-app.com/callback";

class OauthSso : public testing::TestWithParam<EngineKind> {
 protected:
  support::Installation installation{GetParam()};

  OauthClient add_client(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"client",         "add",     "--name",       "Satker",
                                       "--redirect-uri", kCallback, "--first-party"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return OauthClient(installation.json(arguments), kCallback);
  }
};

INSTANTIATE_TEST_SUITE_P(engines, OauthSso,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(OauthSso, the_document_is_replayed_request_by_request) {
  const auto server = installation.serve();
  const auto user = add_user(
      installation, "bendahara", support::kPassword,
      {"--phone", "087705572167", "--role", "bendahara", "--kd-satker", "75642", "--nama-satker",
       "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", "--email-pp", "ppk1@gmail.com"});
  const auto client = add_client({"--profile", "sso", "--scope", "view-user"});
  auto browser = browser_of(*server);
  const auto page = browser.get(client.authorize("view-user", "xyz123"));
  ASSERT_EQ(page.status, 200);
  EXPECT_THAT(page.header("Content-Security-Policy").value(),
              HasSubstr("form-action 'self' https://client-app.com"));
  const auto back =
      browser.submit(page, {{"identifier", "bendahara"}, {"password", support::kPassword}});
  ASSERT_EQ(back.status, 303);
  EXPECT_THAT(
      back.location(),
      MatchesRegex(R"(https://client-app\.com/callback\?code=[-_A-Za-z0-9]{51}&state=xyz123)"
                   R"(&iss=http%3A%2F%2Flocalhost%3A[0-9]+)"));

  const auto code = support::code_of(back.location());
  const auto answer = client.redeem(server->port(), code);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  const auto said = base::parse_json_object(answer.body).value();
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said.at("token_type"), "Bearer");
  EXPECT_EQ(said.at("expires_in"), 3600);
  const std::string token(said.at("access_token").as_string());
  EXPECT_THAT(token, MatchesRegex(R"(eyJ[-_A-Za-z0-9]+\.[-_A-Za-z0-9]+\.[-_A-Za-z0-9]+)"));

  const auto shown =
      support::get(server->port(), "/api/user-sso", {"Authorization: Bearer " + token});
  ASSERT_EQ(shown.status, 200) << shown.body;
  constexpr const char* kTime =
      R"("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")";
  EXPECT_THAT(
      shown.body,
      MatchesRegex(R"(\{"id":)" + std::to_string(user.at("id").as_int64()) +
                   R"(,"name":"Orang bendahara","email":"[^"]*","nip":"-",)"
                   R"("email_pp":\["ppk1@gmail\.com"\],"no_hp":"087705572167","kd_satker":"75642",)"
                   R"("nama_satker":"DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",)"
                   R"("email_verified_at":null,"created_at":)" +
                   kTime + R"(,"updated_at":)" + kTime + R"(,"role":"bendahara"\})"));

  EXPECT_EQ(client.redeem(server->port(), code).status, 400) << "the code is good once";
  EXPECT_EQ(
      support::get(server->port(), "/api/user-sso", {"Authorization: Bearer " + token}).status, 401)
      << "TK1: and what came of it ends with the second try";
}

TEST_P(OauthSso, OP4_OP5_an_id_token_is_signed_by_RS256_and_a_key_that_is_published) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const auto client = add_client({"--scope", "openid profile"});
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto back = browser.get(client.authorize("openid profile", "s1"));
  EXPECT_THAT(back.location(), HasSubstr("&iss=http%3A%2F%2Flocalhost%3A"));
  const auto answer = client.redeem(server->port(), support::code_of(back.location()));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto said = base::parse_json_object(answer.body).value();
  const std::string id_token(said.at("id_token").as_string());
  const auto head = base::from_base64url(id_token.substr(0, id_token.find('.'))).value();
  const auto header = base::parse_json_object(base::text_of(head)).value();
  EXPECT_EQ(header.at("alg"), "RS256");
  const auto keys = support::get(server->port(), "/oauth/jwks");
  const auto set = base::parse_json_object(keys.body).value().at("keys").as_array();
  const auto key = std::ranges::find_if(
      set, [&](const auto& each) { return each.at("kid") == header.at("kid"); });
  ASSERT_NE(key, set.end());
  EXPECT_EQ(key->at("kty"), "RSA");
  EXPECT_EQ(key->at("alg"), "RS256");
  EXPECT_EQ(key->at("use"), "sig");
  EXPECT_GE(base::from_base64url(std::string(key->at("n").as_string())).value().size() * 8, 2048U);
  const auto userinfo =
      support::get(server->port(), "/oauth/userinfo",
                   {"Authorization: Bearer " + std::string(said.at("access_token").as_string())});
  EXPECT_EQ(userinfo.status, 200);
  EXPECT_THAT(userinfo.body, HasSubstr(R"("preferred_username":"ani")"));
}

TEST_P(OauthSso, OP23_OP38_no_answer_with_a_token_or_about_one_is_kept_and_each_is_dated) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const auto client = add_client({"--scope", "openid"});
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto code = support::code_of(browser.get(client.authorize("openid", "s1")).location());
  const auto given = client.redeem(server->port(), code);
  const auto nobody = support::carry(
      server->port(), {.method = "POST",
                       .target = "/oauth/token",
                       .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                       .body = "grant_type=authorization_code&client_id=x&client_secret=y&code=z"});
  const auto token = base::parse_json_object(given.body).value().at("access_token");
  const auto userinfo = support::carry(
      server->port(), {.method = "GET",
                       .target = "/oauth/userinfo",
                       .headers = {{"Authorization", "Bearer " + std::string(token.as_string())}},
                       .body = ""});
  const auto again = client.redeem(server->port(), code);
  const std::pair<const support::Page&, int> answers[] = {
      {given, 200}, {userinfo, 200}, {again, 400}, {nobody, 401}};
  for (const auto& [page, status] : answers) {
    EXPECT_EQ(page.status, status) << page.body;
    EXPECT_EQ(page.header("Cache-Control"), "no-store") << status;
    EXPECT_EQ(page.header("Content-Type"), "application/json") << status;
    std::tm date{};
    ASSERT_TRUE(
        strptime(page.header("Date").value_or("").c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date));
    EXPECT_LT(std::abs(std::time(nullptr) - timegm(&date)), 300);
  }
}

TEST_P(OauthSso, an_attribute_reaches_the_clients_that_a_scope_opens_it_to) {
  std::ofstream(installation.folder() / "gapura.toml")
      << "[scope.kepegawaian]\nclaims = [\"pangkat\", \"anak\", \"catatan\"]\n";
  const auto server = installation.serve();
  const auto define = [&](const char* name, const char* type, const char* seen_by) {
    installation.json({"attribute", "add", name, "--type", type, "--seen-by", seen_by,
                       "--edited-by", "administrator"});
  };
  define("pangkat", "text", "clients");
  define("anak", "integer", "clients");
  define("catatan", "text", "self");
  add_user(installation, "ani");
  installation.json({"user", "set", "ani", "pangkat=IIIa", "anak=2", "catatan=rahasia"});
  const auto client = add_client({"--scope", "openid kepegawaian"});
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");

  const auto tokens = [&](const std::string& scope) {
    const auto back = browser.get(
        client.authorize(scope, "s1") + "&" +
        support::form_body({{"claims", R"({"id_token":{"anak":null,"catatan":null}})"}}));
    const auto answer = client.redeem(server->port(), support::code_of(back.location()));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return base::parse_json_object(answer.body).value();
  };
  const auto told = [&](const base::json::object& held) {
    return support::get(
               server->port(), "/oauth/userinfo",
               {"Authorization: Bearer " + std::string(held.at("access_token").as_string())})
        .body;
  };
  const auto held = tokens("openid kepegawaian");
  EXPECT_THAT(told(held), MatchesRegex(R"(\{"sub":"[^"]+","anak":2,"pangkat":"IIIa"\})"));
  const std::string id_token(held.at("id_token").as_string());
  const auto dot = id_token.find('.') + 1;
  const auto body = base::from_base64url(id_token.substr(dot, id_token.rfind('.') - dot)).value();
  const auto claims = base::parse_json_object(base::text_of(body)).value();
  EXPECT_EQ(claims.at("anak"), 2) << "OIDC Core section 5.5: asked for by its name";
  EXPECT_FALSE(claims.contains("pangkat"));
  EXPECT_FALSE(claims.contains("catatan"));
  EXPECT_THAT(told(tokens("openid")), MatchesRegex(R"(\{"sub":"[^"]+"\})"));
  EXPECT_THAT(browser.get("/account").body, HasSubstr("<dt>catatan</dt><dd>rahasia</dd>"));
  EXPECT_THAT(support::get(server->port(), "/.well-known/openid-configuration").body,
              HasSubstr("\"kepegawaian\"]"));

  installation.json({"attribute", "delete", "pangkat"});
  EXPECT_TRUE(support::eventually([&] { return !told(held).contains("pangkat"); }));
}

TEST_P(OauthSso, AZ15_a_page_may_send_to_one_place_alone) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  const auto policy = [&](const OauthClient& client, const std::string& more) {
    return browser.get(client.authorize("openid", "s1") + more)
        .header("Content-Security-Policy")
        .value_or("");
  };
  const auto web = add_client({"--scope", "openid"});
  support::log_in(browser, "ani");
  EXPECT_TRUE(policy(web, "&response_mode=form_post")
                  .ends_with("; form-action 'self' https://client-app.com"));
  const OauthClient six(
      installation.json({"client", "add", "--name", "Enam", "--first-party", "--redirect-uri",
                         "http://[::1]:8080/cb", "--scope", "openid"}),
      "http://[::1]:8080/cb");
  EXPECT_TRUE(policy(six, "&prompt=login").ends_with("; form-action 'self' http:"))
      << "browsers know no address in brackets as a source";
}

TEST_P(OauthSso, TK8_a_disabled_person_is_nobody_within_a_second) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const auto client = add_client({"--profile", "sso", "--scope", "view-user"});
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto answer = client.redeem(
      server->port(), support::code_of(browser.get(client.authorize("view-user", "s")).location()));
  const auto said = base::parse_json_object(answer.body).value();
  const std::string bearer =
      "Authorization: Bearer " + std::string(said.at("access_token").as_string());
  EXPECT_EQ(support::get(server->port(), "/api/user-sso", {bearer}).status, 200);
  installation.json({"user", "disable", "ani"});
  EXPECT_TRUE(support::within_a_second(
      [&] { return support::get(server->port(), "/api/user-sso", {bearer}).status == 401; }));
}

TEST_P(OauthSso, an_operator_changes_how_a_client_authenticates_and_what_signs_for_it) {
  const auto server = installation.serve();
  const auto made = installation.json({"client", "add", "--name", "Mesin", "--redirect-uri",
                                       kCallback, "--client-credentials", "--scope", "openid api"});
  const std::string id(made.at("client_id").as_string());
  const OauthClient client(made, kCallback);
  // By client_secret_post.
  const auto is_let_in = [&] {
    return client
               .post(server->port(), "/oauth/token",
                     {{"grant_type", "client_credentials"}, {"scope", "api"}})
               .status == 200;
  };
  EXPECT_TRUE(is_let_in());
  const auto changed = installation.json(
      {"client", "set", id, "--auth-method", "client_secret_basic", "--id-token-alg", "ES256"});
  EXPECT_EQ(changed.at("auth_methods"), base::json::array{"client_secret_basic"});
  EXPECT_EQ(changed.at("id_token_alg"), "ES256");
  EXPECT_TRUE(support::eventually([&] { return !is_let_in(); }));
  installation.json({"client", "set", id, "--auth-method", "client_secret_post"});
  EXPECT_TRUE(support::eventually(is_let_in));
  EXPECT_THAT(installation.run({"client", "set", id, "--auth-method", "client_secret_jwt"}).out,
              HasSubstr("gapura client rotate-secret " + id));
  EXPECT_THAT(installation.run({"client", "set", id, "--id-token-alg", "PS256"}).err,
              HasSubstr("keys.algorithms"));
  installation.json({"client", "set", id, "--no-client-credentials"});
  EXPECT_EQ(installation.json({"client", "show", id}).at("grants"),
            base::json::array{"authorization_code"});
}

TEST_P(OauthSso, an_operator_keeps_the_clients) {
  ASSERT_EQ(installation.run({"migrate"}).code, 0);
  const auto made = installation.json({"client", "add", "--name", "Satker", "--redirect-uri",
                                       kCallback, "--first-party", "--scope", "openid"});
  const std::string id(made.at("client_id").as_string());
  EXPECT_EQ(made.at("client_secret").as_string().size(), 43U);
  EXPECT_EQ(made.at("profile"), "oidc");
  EXPECT_EQ(installation.json({"client", "show", id}).at("name"), "Satker");
  EXPECT_EQ(installation.json({"client", "set", id, "--name", "Lain", "--disable"}).at("enabled"),
            false);
  EXPECT_EQ(installation.json({"client", "rotate-secret", id}).at("secrets").as_array().size(), 2U);
  EXPECT_EQ(installation.json({"client", "list"}).at("clients").as_array().size(), 1U);
  const auto third = installation.json({"client", "add", "--name", "T", "--redirect-uri", kCallback,
                                        "--policy", "https://client-app.com/privasi",
                                        "--post-logout-redirect", "https://client-app.com/keluar"});
  EXPECT_EQ(third.at("first_party"), false);
  EXPECT_EQ(third.at("policy_uri"), "https://client-app.com/privasi");
  EXPECT_EQ(third.at("post_logout_redirect_uris").as_array().size(), 1U);
  EXPECT_EQ(
      installation
          .json({"client", "set", std::string(third.at("client_id").as_string()), "--policy", ""})
          .at("policy_uri"),
      "");
  const auto address = installation.run(
      {"client", "add", "--name", "T", "--redirect-uri", "http://evil.test/", "--first-party"},
      {{"GAPURA_ISSUER", "https://id.example"}});
  EXPECT_THAT(address.err, HasSubstr("http://evil.test/"));
  EXPECT_NE(installation.run({"client", "delete", id}).code, 0);
  EXPECT_EQ(installation.json({"client", "delete", id, "--yes"}).at("deleted"), true);
  EXPECT_NE(installation.run({"client", "show", id}).code, 0);
  EXPECT_NE(installation.run({"client", "show", "x"}).code, 0);
  EXPECT_NE(installation.run({"client", "add", "--name", "T", "--profile", "x"}).code, 0);
  EXPECT_THAT(
      installation
          .run({"client", "add", "--name", "T", "--client-credentials", "--id-token-alg", "PS256"})
          .err,
      HasSubstr("keys.algorithms"));
}

}  // namespace
