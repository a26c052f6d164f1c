// Consent with the server as a child process: what somebody allows, who is told, what it ends; and
// a logout that a client begins.
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
using testing::StartsWith;

constexpr const char* kCallback = "https://client-app.com/callback";

class ConsentFlow : public testing::TestWithParam<EngineKind> {
 protected:
  support::Installation installation{GetParam()};

  base::json::object add_client(const std::string& name) {
    return installation.json({"client", "add", "--name", name, "--redirect-uri", kCallback,
                              "--scope", "openid profile view-user offline_access",
                              "--post-logout-redirect", "https://client-app.com/keluar", "--logo",
                              "https://client-app.com/logo.svg"});
  }
  // Allowed, if it has to be asked.
  static base::json::object tokens(const support::Server& server, support::Browser& browser,
                                   const OauthClient& client, const std::string& scope) {
    auto back = browser.get(client.authorize(scope, "s1"));
    if (back.location().starts_with("/oauth/consent/")) {
      back = browser.submit(browser.follow(back), {{"decision", "allow"}});
    }
    const auto answer = client.redeem(server.port(), support::code_of(back.location()));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return base::parse_json_object(answer.body).value();
  }
  static int userinfo(const support::Server& server, const base::json::object& tokens) {
    return support::get(
               server.port(), "/oauth/userinfo",
               {"Authorization: Bearer " + std::string(tokens.at("access_token").as_string())})
        .status;
  }
};

INSTANTIATE_TEST_SUITE_P(engines, ConsentFlow,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(ConsentFlow, TK8_what_somebody_allows_is_good_until_they_take_it_back) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const auto made = add_client("Travelin");
  const OauthClient client(made, kCallback);
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto page = browser.follow(browser.get(client.authorize("openid profile", "s1")));
  ASSERT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Izinkan Travelin?"));
  EXPECT_THAT(page.header("X-Frame-Options").value(), "DENY") << "AZ15";
  const auto policy = page.header("Content-Security-Policy").value();
  for (const char* part : {"frame-ancestors 'none'", "form-action 'self' https://client-app.com",
                           "img-src 'self' data: https://client-app.com"}) {
    EXPECT_THAT(policy, HasSubstr(part));
  }
  const auto first = tokens(*server, browser, client, "openid profile");
  EXPECT_EQ(userinfo(*server, first), 200);
  EXPECT_THAT(browser.get(client.authorize("openid", "s2")).location(), StartsWith(kCallback));

  const auto listed = installation.json({"user", "consents", "ani"}).at("consents").as_array();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].at("client_id"), made.at("client_id"));
  EXPECT_EQ(listed[0].at("scopes").as_array().size(), 2U);

  const auto revoked = browser.submit(browser.get("/account/applications"),
                                      {{"revoke", std::string(made.at("client_id").as_string())}});
  EXPECT_EQ(revoked.status, 303);
  EXPECT_EQ(userinfo(*server, first), 401);
  EXPECT_THAT(browser.get(client.authorize("openid", "s3")).location(),
              StartsWith("/oauth/consent/"));

  const auto second = tokens(*server, browser, client, "openid");
  EXPECT_EQ(userinfo(*server, second), 200);
  const std::string id(made.at("client_id").as_string());
  EXPECT_TRUE(installation.json({"user", "consents", "ani", "--revoke", id})
                  .at("consents")
                  .as_array()
                  .empty());
  EXPECT_TRUE(support::within_a_second([&] { return userinfo(*server, second) == 401; }));
  EXPECT_NE(installation.run({"user", "consents", "ani", "--revoke", id}).code, 0);
  const auto trail = installation.run({"audit", "list", "--json"}).out;
  for (const char* type : {"consent.given", "consent.withdrawn"}) {
    EXPECT_THAT(trail, HasSubstr(type));
  }
}

TEST_P(ConsentFlow, what_goes_on_without_them_is_asked_about_and_remembered_OIDC_11) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const OauthClient client(add_client("Travelin"), kCallback);
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  EXPECT_FALSE(tokens(*server, browser, client, "openid").contains("refresh_token"));
  const auto page = browser.follow(browser.get(client.authorize("openid offline_access", "s1")));
  EXPECT_THAT(page.body, HasSubstr("Akses saat Anda tidak sedang masuk"));
  tokens(*server, browser, client, "openid offline_access");
  const auto back = browser.get(client.authorize("openid offline_access", "s2"));
  ASSERT_THAT(back.location(), StartsWith(kCallback)) << "it is remembered";
  const auto held =
      base::parse_json_object(client.redeem(server->port(), support::code_of(back.location())).body)
          .value();
  installation.json({"user", "logout", "ani"});
  EXPECT_EQ(
      client.refresh(server->port(), std::string(held.at("refresh_token").as_string())).status, 200)
      << "the session is over, and it goes on";
}

TEST_P(ConsentFlow, a_scope_is_called_what_the_operator_calls_it) {
  std::ofstream(installation.folder() / "gapura.toml")
      << "[scope.view-user]\ntitle_id = \"Kartu pegawai\"\n";
  const auto server = installation.serve();
  add_user(installation, "ani");
  const OauthClient client(add_client("Travelin"), kCallback);
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  EXPECT_THAT(browser.follow(browser.get(client.authorize("view-user", "s1"))).body,
              HasSubstr("Kartu pegawai"));
}

TEST_P(ConsentFlow, a_page_looks_as_the_operator_says_of_the_client) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const auto made = add_client("Travelin");
  const auto changed =
      installation.json({"client", "set", std::string(made.at("client_id").as_string()), "--accent",
                         "#7a1f3d", "--accent-dark", "#f0b6c8", "--login-text-id", "Untuk pemesan.",
                         "--help-url", "https://client-app.com/bantuan"});
  EXPECT_EQ(changed.at("accent_dark"), "#f0b6c8");
  const OauthClient client(made, kCallback);
  auto browser = browser_of(*server);
  const auto is_dressed = [](const std::string& page) {
    return page.contains("/assets/accent/7a1f3d-f0b6c8.css") && page.contains("Untuk pemesan.") &&
           page.contains("https://client-app.com/bantuan");
  };
  EXPECT_TRUE(is_dressed(browser.get(client.authorize("view-user", "s1")).body)) << "the login";
  support::log_in(browser, "ani");
  EXPECT_TRUE(is_dressed(browser.follow(browser.get(client.authorize("view-user", "s1"))).body))
      << "the consent";
  EXPECT_TRUE(
      is_dressed(browser.get(client.authorize("view-user", "s1") + "&prompt=select_account").body))
      << "the choice of an account";
}

TEST_P(ConsentFlow, CK7_a_client_logs_out_whom_it_has_an_id_token_of) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const OauthClient client(add_client("Travelin"), kCallback);
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto held = tokens(*server, browser, client, "openid");
  const auto out = browser.get(
      "/oauth/logout?" +
      support::form_body({{"id_token_hint", std::string(held.at("id_token").as_string())},
                          {"post_logout_redirect_uri", "https://client-app.com/keluar"},
                          {"state", "x"}}));
  EXPECT_EQ(out.location(), "https://client-app.com/keluar?state=x");
  EXPECT_FALSE(support::is_logged_in(browser));
  EXPECT_EQ(userinfo(*server, held), 401);
  EXPECT_THAT(support::get(server->port(), "/.well-known/openid-configuration").body,
              HasSubstr("/oauth/logout\""));
}

}  // namespace
