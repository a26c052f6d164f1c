// Tokens that go on, that somebody asks about and that end, with the server as a child process.
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "tests/support/oauth_client.h"
#include "tests/support/people.h"
#include "tests/support/theft.h"

namespace {

using support::EngineKind;
using support::OauthClient;
using support::Page;
using testing::HasSubstr;

constexpr const char* kCallback = "https://client-app.com/callback";

class Tokens : public testing::TestWithParam<EngineKind> {
 protected:
  support::Installation installation{GetParam()};

  base::json::object add_client(std::vector<std::string> more) {
    std::vector<std::string> arguments{"client",         "add",     "--name",       "Satker",
                                       "--redirect-uri", kCallback, "--first-party"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return installation.json(arguments);
  }
  static Page begin(const OauthClient& client, support::Browser& browser,
                    const support::Server& server, const std::string& scope) {
    auto page = client.redeem(
        server.port(), support::code_of(browser.get(client.authorize(scope, "s")).location()));
    EXPECT_EQ(page.status, 200) << page.body;
    return page;
  }
  static std::string text_of(const Page& page, const char* name) {
    return std::string(base::parse_json_object(page.body).value().at(name).as_string());
  }
  static int user_sso(const support::Server& server, const std::string& token) {
    return support::get(server.port(), "/api/user-sso", {"Authorization: Bearer " + token}).status;
  }
  // Everything that the database has on the disk; of the other engine, what its tables hold.
  std::string database() {
    if (GetParam() == EngineKind::postgres) {
      std::string all;
      for (const auto& row : installation.sql("SELECT families::text FROM families")) {
        all += row;
      }
      for (const auto& row : installation.sql("SELECT one_time::text FROM one_time")) {
        all += row;
      }
      return all;
    }
    std::string all;
    for (const auto* name : {"gapura.db", "gapura.db-wal"}) {
      std::ifstream file(installation.data_dir() / name, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }
};

INSTANTIATE_TEST_SUITE_P(engines, Tokens, testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(Tokens, TK4_TK6_go_on_after_a_restart_and_end_when_one_is_used_twice) {
  const support::Variables no_grace{{"GAPURA_REFRESH_GRACE", "0s"},
                                    {"GAPURA_ISSUER", "http://localhost:9000"}};
  auto server = installation.serve(no_grace);
  add_user(installation, "ani");
  const OauthClient client(add_client({"--profile", "sso", "--scope", "view-user", "--refresh"}),
                           kCallback);
  auto browser = support::browser_of(*server, "http://localhost:9000");
  support::log_in(browser, "ani");
  const auto first = begin(client, browser, *server, "view-user");
  EXPECT_THAT(first.body, HasSubstr(R"("expires_in":3600)"));
  server = nullptr;
  server = installation.serve(no_grace);
  const auto second = client.refresh(server->port(), text_of(first, "refresh_token"));
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(user_sso(*server, text_of(second, "access_token")), 200);
  const auto kept = database();
  ASSERT_THAT(kept, HasSubstr("view-user")) << "it is looked at";
  for (const auto& page : {first, second}) {
    const auto token = text_of(page, "refresh_token");
    const auto octets = base::from_base64url(token).value();
    EXPECT_EQ(kept.find(token), std::string::npos);
    EXPECT_EQ(kept.find(base::text_of(base::BytesView(octets).last(32))), std::string::npos);
    EXPECT_EQ(kept.find(base::to_hex(base::BytesView(octets).last(32))), std::string::npos);
  }
  EXPECT_EQ(client.refresh(server->port(), text_of(first, "refresh_token")).status, 400);
  EXPECT_EQ(client.refresh(server->port(), text_of(second, "refresh_token")).status, 400);
  EXPECT_EQ(user_sso(*server, text_of(second, "access_token")), 401);
  EXPECT_EQ(installation.json({"audit", "list", "--type", "family.reused"})
                .at("entries")
                .as_array()
                .size(),
            1U);
}

TEST_P(Tokens, TK5_TK9_the_same_successor_comes_twice_and_no_scope_that_was_not_granted) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const OauthClient client(add_client({"--scope", "openid view-user email", "--refresh"}),
                           kCallback);
  auto browser = support::browser_of(*server);
  support::log_in(browser, "ani");
  const auto first = text_of(begin(client, browser, *server, "openid view-user"), "refresh_token");
  const auto narrowed = [&](const std::string& scope) {
    return client.post(
        server->port(), "/oauth/token",
        {{"grant_type", "refresh_token"}, {"refresh_token", first}, {"scope", scope}});
  };
  for (const auto* more : {"openid view-user email", "email", "profile"}) {
    const auto refused = narrowed(more);
    EXPECT_EQ(refused.status, 400) << more;
    EXPECT_THAT(refused.body, HasSubstr(R"("error":"invalid_scope")")) << more;
  }
  const auto narrow = narrowed("openid");
  ASSERT_EQ(narrow.status, 200) << narrow.body;
  EXPECT_EQ(user_sso(*server, text_of(narrow, "access_token")), 403);
  const auto whole = client.refresh(server->port(), first);
  ASSERT_EQ(whole.status, 200) << whole.body;
  EXPECT_EQ(text_of(whole, "refresh_token"), text_of(narrow, "refresh_token"));
  EXPECT_EQ(user_sso(*server, text_of(whole, "access_token")), 200);
}

TEST_P(Tokens, TK8_offline_access_outlives_the_session_and_refresh_alone_does_not) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const OauthClient online(add_client({"--scope", "openid view-user", "--refresh"}), kCallback);
  const OauthClient offline(
      add_client({"--scope", "openid view-user offline_access", "--access-token", "opaque"}),
      kCallback);
  auto browser = support::browser_of(*server);
  support::log_in(browser, "ani");
  const auto with_session = begin(online, browser, *server, "openid view-user");
  const auto without = begin(offline, browser, *server, "openid view-user offline_access");
  EXPECT_EQ(text_of(without, "access_token").find('.'), std::string::npos);
  EXPECT_EQ(user_sso(*server, text_of(without, "access_token")), 200);
  installation.json({"user", "logout", "ani"});
  EXPECT_TRUE(support::eventually(
      [&] { return user_sso(*server, text_of(with_session, "access_token")) == 401; }));
  EXPECT_EQ(online.refresh(server->port(), text_of(with_session, "refresh_token")).status, 400);
  const auto again = offline.refresh(server->port(), text_of(without, "refresh_token"));
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(user_sso(*server, text_of(again, "access_token")), 200);
  installation.json({"user", "disable", "ani"});
  EXPECT_TRUE(support::eventually(
      [&] { return user_sso(*server, text_of(again, "access_token")) == 401; }));
  EXPECT_EQ(offline.refresh(server->port(), text_of(again, "refresh_token")).status, 400);
}

TEST_P(Tokens, are_asked_about_and_revoked_on_every_node) {
  const support::Variables one{
      {"GAPURA_ISSUER", "http://localhost:9000"},
      {"GAPURA_MASTER_KEY", "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4"}};
  support::Variables other = one;
  other["GAPURA_DATA_DIR"] = installation.data_dir("node1").string();
  const auto first = installation.serve(one);
  const auto second = GetParam() == EngineKind::postgres ? installation.serve(other) : nullptr;
  const support::Server& elsewhere = second ? *second : *first;
  add_user(installation, "ani", support::kPassword, {}, one);
  const OauthClient client(
      installation.json({"client", "add", "--name", "Satker", "--redirect-uri", kCallback,
                         "--first-party", "--scope", "view-user", "--refresh"},
                        one),
      kCallback);
  auto browser = support::browser_of(*first, "http://localhost:9000");
  support::log_in(browser, "ani");
  const auto page = begin(client, browser, *first, "view-user");
  for (const auto* name : {"access_token", "refresh_token"}) {
    const auto told =
        client.post(elsewhere.port(), "/oauth/introspect", {{"token", text_of(page, name)}});
    EXPECT_EQ(told.header("Cache-Control"), "no-store");
    EXPECT_THAT(told.body, HasSubstr(R"("active":true)")) << name;
    EXPECT_THAT(told.body, HasSubstr(R"("username":"ani")")) << name;
  }
  EXPECT_EQ(client.post(first->port(), "/oauth/revoke", {{"token", text_of(page, "refresh_token")}})
                .status,
            200);
  EXPECT_EQ(user_sso(*first, text_of(page, "access_token")), 401) << "at once";
  EXPECT_TRUE(support::within_a_second(
      [&] { return user_sso(elsewhere, text_of(page, "access_token")) == 401; }));
  EXPECT_EQ(
      client.post(elsewhere.port(), "/oauth/introspect", {{"token", text_of(page, "access_token")}})
          .body,
      R"({"active":false})");
  EXPECT_EQ(client.refresh(elsewhere.port(), text_of(page, "refresh_token")).status, 400);
}

TEST_P(Tokens, KY2_nothing_that_a_client_shows_lies_in_a_file_or_a_dump) {
  const auto server = installation.serve({{"GAPURA_LOG_LEVEL", "debug"}});
  add_user(installation, "ani");
  const auto made =
      add_client({"--scope", "openid view-user", "--refresh", "--access-token", "opaque"});
  const std::string secret(made.at("client_secret").as_string());
  const OauthClient client(made, kCallback);
  auto browser = support::browser_of(*server);
  support::log_in(browser, "ani");
  const auto code = [&] {
    return support::code_of(browser.get(client.authorize("openid view-user", "s")).location());
  };
  const auto unspent = code();
  const auto spent = code();
  const auto first = client.redeem(server->port(), spent);
  const auto second = client.refresh(server->port(), text_of(first, "refresh_token"));
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(user_sso(*server, text_of(second, "access_token")), 200);
  EXPECT_EQ(
      client.post(server->port(), "/oauth/revoke", {{"token", text_of(second, "access_token")}})
          .status,
      200);
  EXPECT_EQ(client.refresh(server->port(), text_of(second, "refresh_token")).status, 400);
  EXPECT_EQ(user_sso(*server, text_of(second, "access_token")), 401) << "the log has why";
  const auto look = [&](const std::string& log) {
    const std::string all = support::files_in(installation.folder()) + installation.dump() + log;
    for (const char* there : {"view-user", "access_token.refused"}) {
      EXPECT_TRUE(all.contains(there)) << "what is not there is not found by accident";
    }
    EXPECT_TRUE(support::holds(all, crypto::sha256(base::bytes_of(secret))));
    EXPECT_FALSE(support::holds(all, base::bytes_of(secret)));
    for (const auto& text : {secret, unspent, spent}) {
      EXPECT_FALSE(support::holds(all, base::from_base64url(text).value())) << text;
    }
    for (const auto& page : {first, second}) {
      for (const auto* name : {"refresh_token", "access_token"}) {
        const auto octets = base::from_base64url(text_of(page, name)).value();
        EXPECT_FALSE(support::holds(all, octets)) << name;
        EXPECT_FALSE(support::holds(all, base::BytesView(octets).last(32))) << name << "'s tag";
      }
    }
  };
  ASSERT_TRUE(support::eventually(
      [&] { return server->program().errors().contains("access_token.refused"); }));
  look(server->program().errors());
  look(server->stop().err);
}

TEST_P(Tokens, an_operator_says_who_refreshes) {
  ASSERT_EQ(installation.run({"migrate"}).code, 0);
  const auto made = add_client({"--scope", "openid", "--refresh", "--access-token", "opaque"});
  const std::string id(made.at("client_id").as_string());
  EXPECT_EQ(made.at("access_token"), "opaque");
  EXPECT_EQ(made.at("grants"), (base::json::array{"authorization_code", "refresh_token"}));
  const auto changed =
      installation.json({"client", "set", id, "--no-refresh", "--access-token", "jwt"});
  EXPECT_EQ(changed.at("grants"), base::json::array{"authorization_code"});
  EXPECT_EQ(changed.at("access_token"), "jwt");
  EXPECT_NE(installation.run({"client", "set", id, "--refresh", "--no-refresh"}).code, 0);
  EXPECT_NE(installation.run({"client", "set", id, "--access-token", "x"}).code, 0);
  EXPECT_THAT(installation.run({"config", "show"}).out, HasSubstr("refresh.grace"));
  const auto longer = installation.run({"config", "check"}, {{"GAPURA_REFRESH_GRACE", "61s"}});
  EXPECT_EQ(longer.code, 2);
  EXPECT_THAT(longer.out + longer.err, HasSubstr("refresh.grace"));
}

}  // namespace
