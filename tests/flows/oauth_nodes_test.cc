// Tokens of OAuth on two nodes over one database: what ends at one is dead at the other.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/oauth_client.h"
#include "tests/support/people.h"

namespace {

using support::Browser;
using support::EngineKind;
using support::OauthClient;
using support::Server;

constexpr const char* kCallback = "https://client-app.com/callback";
constexpr const char* kIssuer = "http://localhost:9000";

struct Held {
  std::string code;
  std::string access;
  std::string refresh;
};

class OauthNodes : public testing::Test {
 protected:
  support::Variables variables(const char* node) const {
    return {{"GAPURA_ISSUER", kIssuer},
            {"GAPURA_MASTER_KEY", "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4"},
            {"GAPURA_DATA_DIR", installation.data_dir(node).string()}};
  }
  base::json::object command(const std::vector<std::string>& arguments) const {
    return installation.json(arguments, variables("data"));
  }
  // Allowed, if the person has to be asked.
  Held tokens(const OauthClient& client, Browser& browser) {
    auto back = browser.get(client.authorize("view-user", "s"));
    if (back.location().starts_with("/oauth/consent/")) {
      back = browser.submit(browser.follow(back), {{"decision", "allow"}});
    }
    const auto code = support::code_of(back.location());
    const auto page = client.redeem(here->port(), code);
    EXPECT_EQ(page.status, 200) << page.body;
    const auto said = base::parse_json_object(page.body).value();
    return {.code = code,
            .access = std::string(said.at("access_token").as_string()),
            .refresh = std::string(said.at("refresh_token").as_string())};
  }
  int user_sso_there(const std::string& token) const {
    return support::get(there->port(), "/api/user-sso", {"Authorization: Bearer " + token}).status;
  }

  support::Installation installation{EngineKind::postgres};
  std::unique_ptr<Server> here = installation.serve(variables("data"));
  std::unique_ptr<Server> there = installation.serve(variables("other"));
};

TEST_F(OauthNodes, TK8_whatever_ends_a_token_at_one_node_has_ended_it_at_the_other_in_a_second) {
  for (const std::string kind : {"jwt", "opaque"}) {
    SCOPED_TRACE(kind);
    const std::string name = "orang-" + kind;
    add_user(installation, name, support::kPassword, {}, variables("data"));
    const auto made = command({"client", "add", "--name", "Satker", "--redirect-uri", kCallback,
                               "--scope", "view-user", "--refresh", "--access-token", kind});
    const std::string id(made.at("client_id").as_string());
    const OauthClient client(made, kCallback);
    std::string password = support::kPassword;
    const struct {
      const char* what;
      std::function<void(Browser&, const Held&)> end;
    } ways[] = {
        {"revocation of the refresh token",
         [&](auto&, const auto& held) {
           client.post(here->port(), "/oauth/revoke", {{"token", held.refresh}});
         }},
        {"revocation of the access token",
         [&](auto&, const auto& held) {
           client.post(here->port(), "/oauth/revoke", {{"token", held.access}});
         }},
        {"a code used twice",
         [&](auto&, const auto& held) {
           EXPECT_EQ(client.redeem(here->port(), held.code).status, 400);
         }},
        {"a refresh token used twice",
         [&](auto&, const auto& held) {
           const auto second = client.refresh(here->port(), held.refresh);
           const auto said = base::parse_json_object(second.body).value();
           client.refresh(here->port(), std::string(said.at("refresh_token").as_string()));
           EXPECT_EQ(client.refresh(here->port(), held.refresh).status, 400);
         }},
        {"a new password, set elsewhere",
         [&](auto&, const auto&) {
           auto other = support::browser_of(*here, kIssuer);
           support::log_in(other, name, password);
           const std::string next = support::kOtherPassword;
           EXPECT_EQ(
               other
                   .submit(other.get("/account/password"),
                           {{"current", password}, {"password", next}, {"password_again", next}})
                   .status,
               303);
           password = next;
         }},
        {"the end of the session",
         [](Browser& browser, const auto&) { browser.submit(browser.get("/logout"), {}); }},
        {"the session ended by an operator",
         [&](auto&, const auto&) { command({"user", "logout", name}); }},
        {"consent withdrawn",
         [&](Browser& browser, const auto&) {
           browser.submit(browser.get("/account/applications"), {{"revoke", id}});
         }},
        {"a disabled person", [&](auto&, const auto&) { command({"user", "disable", name}); }},
    };
    for (const auto& [what, end] : ways) {
      SCOPED_TRACE(what);
      auto browser = support::browser_of(*here, kIssuer);
      support::log_in(browser, name, password);
      const auto held = tokens(client, browser);
      ASSERT_EQ(user_sso_there(held.access), 200);
      for (int times = 0; times < 3; ++times) {
        ASSERT_THAT(client.post(there->port(), "/oauth/introspect", {{"token", held.access}}).body,
                    testing::HasSubstr(R"("active":true)"));
      }
      end(browser, held);
      EXPECT_TRUE(support::within_a_second([&] { return user_sso_there(held.access) == 401; }));
      for (const auto& token : {held.access, held.refresh}) {
        EXPECT_EQ(client.post(there->port(), "/oauth/introspect", {{"token", token}}).body,
                  R"({"active":false})");
      }
      EXPECT_EQ(client.refresh(there->port(), held.refresh).status, 400);
    }
  }
}

// Both are known to the node that made them, and asked about there at once.
TEST_F(OauthNodes, TK8_a_code_and_a_refresh_token_are_worth_nothing_once_another_has_ended_them) {
  const auto made = command({"client", "add", "--name", "Satker", "--redirect-uri", kCallback,
                             "--scope", "view-user", "--refresh", "--first-party"});
  const OauthClient client(made, kCallback);
  for (const std::string how : {"logout", "disable"}) {
    for (const std::string first : {"code", "refresh"}) {
      std::string name = how;
      name += "-" + first;
      SCOPED_TRACE(name);
      add_user(installation, name, support::kPassword, {}, variables("data"));
      auto browser = support::browser_of(*here, kIssuer);
      support::log_in(browser, name);
      const auto held = tokens(client, browser);
      const auto next = client.refresh(here->port(), held.refresh);
      ASSERT_EQ(next.status, 200) << next.body;
      const auto said = base::parse_json_object(next.body).value();
      const std::string refresh(said.at("refresh_token").as_string());
      const auto code =
          support::code_of(browser.get(client.authorize("view-user", "s")).location());
      const std::function<support::Page()> asked[] = {
          [&] { return client.redeem(here->port(), code); },
          [&] { return client.refresh(here->port(), refresh); }};
      command({"user", how, name});
      for (const std::size_t which : {first == "code" ? 0U : 1U, first == "code" ? 1U : 0U}) {
        EXPECT_THAT(asked[which]().body, testing::HasSubstr("invalid_grant"));
      }
    }
  }
}

}  // namespace
