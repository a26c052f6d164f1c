// Access tokens that were good a moment ago, on one node: what ends one there has ended it when it
// is answered, and what is told of its person is what they have changed, though both are
// remembered.
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
using support::kOtherPassword;
using support::kPassword;
using support::OauthClient;
using testing::HasSubstr;

constexpr const char* kCallback = "https://client-app.com/callback";

struct Held {
  std::string code;
  std::string access;
  std::string refresh;
};

class RecentTokens : public testing::TestWithParam<EngineKind> {
 protected:
  void begin(const std::string& kind) {
    const auto made =
        installation.json({"client", "add", "--name", "Satker", "--redirect-uri", kCallback,
                           "--scope", "openid profile", "--refresh", "--access-token", kind});
    id = made.at("client_id").as_string();
    client = std::make_unique<OauthClient>(made, kCallback);
  }
  Held tokens(Browser& browser) {
    auto back = browser.get(client->authorize("openid profile", "s"));
    if (back.location().starts_with("/oauth/consent/")) {
      back = browser.submit(browser.follow(back), {{"decision", "allow"}});
    }
    Held held{.code = support::code_of(back.location()), .access = {}, .refresh = {}};
    const auto page = client->redeem(port(), held.code);
    EXPECT_EQ(page.status, 200) << page.body;
    const auto said = base::parse_json_object(page.body).value();
    held.access = said.at("access_token").as_string();
    held.refresh = said.at("refresh_token").as_string();
    return held;
  }
  // Of somebody who was not there before, and answered from memory by now.
  Held tokens_of_new(const std::string& name) {
    add_user(installation, name);
    auto browser = support::browser_of(*server);
    support::log_in(browser, name);
    const auto held = tokens(browser);
    warm(held.access);
    return held;
  }
  std::uint16_t port() const { return server->port(); }
  auto userinfo(const std::string& access) const {
    return support::get(port(), "/oauth/userinfo", {"Authorization: Bearer " + access});
  }
  std::string told(const std::string& access) const {
    return client->post(port(), "/oauth/introspect", {{"token", access}}).body;
  }
  bool is_good(const std::string& access) const {
    return userinfo(access).status == 200 && told(access).contains(R"("active":true)");
  }
  // Asked both ways until both are answered from memory.
  void warm(const std::string& access) const {
    for (int times = 0; times < 3; ++times) {
      ASSERT_TRUE(is_good(access));
    }
  }
  void expect_dead(const std::string& access) const {
    EXPECT_EQ(userinfo(access).status, 401);
    EXPECT_EQ(told(access), R"({"active":false})");
  }

  support::Installation installation{GetParam()};
  std::unique_ptr<support::Server> server = installation.serve();
  std::string id;
  std::unique_ptr<OauthClient> client;
};

INSTANTIATE_TEST_SUITE_P(engines, RecentTokens,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(RecentTokens, TK8_whatever_ends_one_here_has_ended_it_when_it_is_answered) {
  struct Way {
    const char* what;
    std::function<void(Browser&, const Held&)> end;
  };
  const Way ways[] = {
      {"revocation of the refresh token",
       [&](auto&, const auto& held) {
         client->post(port(), "/oauth/revoke", {{"token", held.refresh}});
       }},
      {"revocation of the access token",
       [&](auto&, const auto& held) {
         client->post(port(), "/oauth/revoke", {{"token", held.access}});
       }},
      {"a code used twice",
       [&](auto&, const auto& held) { EXPECT_EQ(client->redeem(port(), held.code).status, 400); }},
      {"a refresh token used twice",
       [&](auto&, const auto& held) {
         const auto second =
             base::parse_json_object(client->refresh(port(), held.refresh).body).value();
         client->refresh(port(), std::string(second.at("refresh_token").as_string()));
         warm(held.access);
         EXPECT_EQ(client->refresh(port(), held.refresh).status, 400);
       }},
      {"a logout",
       [](Browser& browser, const auto&) { browser.submit(browser.get("/logout"), {}); }},
      {"the session ended from another",
       [&](auto&, const auto& held) {
         auto other = support::browser_of(*server);
         support::log_in(other, "ani");
         const auto page = other.get("/account/sessions");
         warm(held.access);
         EXPECT_EQ(other.submit(page, {{"end", "others"}}).status, 303);
       }},
      {"consent withdrawn",
       [&](Browser& browser, const auto&) {
         browser.submit(browser.get("/account/applications"), {{"revoke", id}});
       }},
      {"a new password, set elsewhere",
       [&, now = kPassword, next = kOtherPassword](auto&, const auto& held) mutable {
         auto other = support::browser_of(*server);
         support::log_in(other, "ani", now);
         const auto page = other.get("/account/password");
         warm(held.access);
         EXPECT_EQ(
             other.submit(page, {{"current", now}, {"password", next}, {"password_again", next}})
                 .status,
             303);
       }},
  };
  add_user(installation, "ani");
  for (const std::string kind : {"jwt", "opaque"}) {
    begin(kind);
    for (const auto& [what, end] : ways) {
      SCOPED_TRACE(kind + ": " + what);
      auto browser = support::browser_of(*server);
      support::log_in(browser, "ani");
      const auto held = tokens(browser);
      warm(held.access);
      end(browser, held);
      expect_dead(held.access);
    }
    installation.json({"user", "set-password", "ani", "--password-stdin"}, {},
                      std::string(kPassword) + "\n");
  }
}

TEST_P(RecentTokens, what_a_person_changes_is_told_when_it_is_answered) {
  add_user(installation, "ani");
  for (const std::string kind : {"jwt", "opaque"}) {
    SCOPED_TRACE(kind);
    begin(kind);
    auto browser = support::browser_of(*server);
    support::log_in(browser, "ani");
    const auto held = tokens(browser);
    warm(held.access);
    for (const std::string& name : {"Nini-" + kind, "Nana-" + kind}) {
      ASSERT_EQ(browser.submit(browser.get("/account"), {{"nickname", name}}).status, 303);
      EXPECT_THAT(userinfo(held.access).body, HasSubstr(name));
      warm(held.access);
    }
  }
}

TEST_P(RecentTokens, TK8_what_a_command_ends_is_dead_within_a_second) {
  begin("opaque");
  struct Way {
    const char* what;
    std::function<void(const std::string& name)> end;
  };
  // The client's at last: nothing of it is good then.
  const Way ways[] = {
      {"a person disabled", [&](auto& name) { installation.json({"user", "disable", name}); }},
      {"a person erased",
       [&](auto& name) { installation.json({"user", "delete", name, "--yes"}); }},
      {"logged out", [&](auto& name) { installation.json({"user", "logout", name}); }},
      {"the scope taken from the client",
       [&](auto&) { installation.json({"client", "set", id, "--scope", "profile"}); }},
  };
  int number = 0;
  for (const auto& [what, end] : ways) {
    SCOPED_TRACE(what);
    const std::string name = "orang" + std::to_string(++number);
    const auto held = tokens_of_new(name);
    end(name);
    EXPECT_TRUE(support::within_a_second([&] { return userinfo(held.access).status != 200; }));
  }
  for (const auto& command : std::vector<std::vector<std::string>>{
           {"client", "set", "", "--disable"}, {"client", "delete", "", "--yes"}}) {
    SCOPED_TRACE(command[1]);
    begin("jwt");
    const std::string name = "orang" + std::to_string(++number);
    const auto held = tokens_of_new(name);
    auto words = command;
    words[2] = id;
    installation.json(words);
    EXPECT_TRUE(support::within_a_second([&] { return userinfo(held.access).status == 401; }));
    EXPECT_TRUE(
        support::within_a_second([&] { return told(held.access).contains("invalid_client"); }));
  }
}

TEST_P(RecentTokens, a_wrong_secret_is_refused_each_time_though_the_token_is_remembered) {
  add_user(installation, "ani");
  begin("opaque");
  auto browser = support::browser_of(*server);
  support::log_in(browser, "ani");
  const auto held = tokens(browser);
  warm(held.access);
  const auto ask = [&](const std::string& by, const std::string& secret) {
    return support::carry(
        port(), {.method = "POST",
                 .target = "/oauth/introspect",
                 .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                 .body = support::form_body(
                     {{"token", held.access}, {"client_id", by}, {"client_secret", secret}})});
  };
  for (int times = 0; times < 3; ++times) {
    EXPECT_EQ(ask(id, "guessed").status, 401);
  }
  const auto other = installation.json(
      {"client", "add", "--name", "Lain", "--redirect-uri", kCallback, "--scope", "openid"});
  for (int times = 0; times < 3; ++times) {
    EXPECT_EQ(ask(std::string(other.at("client_id").as_string()),
                  std::string(other.at("client_secret").as_string()))
                  .body,
              R"({"active":false})")
        << "it is another's";
  }
  EXPECT_TRUE(is_good(held.access));
}

}  // namespace
