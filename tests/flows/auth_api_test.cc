// Contract 2 with servers as child processes: what one node ends, the other sees within a second;
// what a restart leaves; a password pool that is full.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/spa.h"

namespace {

using support::EngineKind;
using support::Installation;
using support::Server;
using support::Spa;
using support::Variables;
using testing::HasSubstr;

constexpr const char* kIssuer = "http://localhost:9000";

Spa spa_at(const Server& server) {
  const auto port = server.port();
  return {[port](const support::Asked& asked) { return support::carry(port, asked); }, kIssuer};
}

// The same browser, which a balancer has sent to another node.
Spa moved(const Spa& spa, const Server& server) {
  auto there = spa_at(server);
  for (const char* name : {"access_token", "refresh_token", "gapura_session"}) {
    if (const auto value = spa.cookie(name)) {
      there.set_cookie(name, *value);
    }
  }
  return there;
}

class AuthApi : public testing::TestWithParam<EngineKind> {
 protected:
  Installation installation{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(engines, AuthApi,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(AuthApi, TK6_goes_on_after_a_restart_and_ends_when_a_token_is_used_twice) {
  const Variables variables{{"GAPURA_ISSUER", kIssuer}, {"GAPURA_REFRESH_GRACE", "0s"}};
  auto server = installation.serve(variables);
  add_user(installation, "ani");
  auto first = spa_at(*server);
  ASSERT_EQ(first.log_in("ani", support::kPassword).status, 200);
  server = nullptr;
  server = installation.serve(variables);
  auto spa = moved(first, *server);
  EXPECT_EQ(spa.get("/auth/profile").status, 200);
  ASSERT_EQ(spa.post("/auth/refresh-token").status, 200);
  EXPECT_EQ(spa.get("/auth/profile").status, 200);
  auto thief = moved(first, *server);
  EXPECT_EQ(thief.post("/auth/refresh-token").status, 401);
  EXPECT_EQ(spa.get("/auth/profile").status, 401);
  EXPECT_EQ(spa.post("/auth/refresh-token").status, 401);
  const auto told = installation.json({"audit", "list", "--type", "family.reused"});
  EXPECT_EQ(told.at("entries").as_array().size(), 1U);
  EXPECT_TRUE(installation.json({"audit", "verify"}).at("ok").as_bool());
}

TEST_P(AuthApi, TK8_commands_beside_the_server_shut_people_out_within_a_second) {
  const auto server = installation.serve({{"GAPURA_ISSUER", kIssuer}});
  add_user(installation, "ani");
  add_user(installation, "budi");
  auto ani = spa_at(*server);
  auto budi = spa_at(*server);
  ASSERT_EQ(ani.log_in("ani", support::kPassword).status, 200);
  ASSERT_EQ(budi.log_in("budi", support::kPassword).status, 200);
  ASSERT_EQ(ani.get("/auth/profile").status, 200);
  ASSERT_EQ(budi.get("/auth/profile").status, 200);
  installation.json({"user", "disable", "ani"});
  installation.json({"user", "logout", "budi"});
  EXPECT_TRUE(support::within_a_second([&] { return ani.get("/auth/profile").status == 403; }));
  EXPECT_TRUE(support::within_a_second([&] { return budi.get("/auth/profile").status == 401; }));
  EXPECT_THAT(ani.post("/auth/refresh-token").body, HasSubstr("Akun tidak aktif"));
  EXPECT_EQ(budi.post("/auth/refresh-token").status, 401);
}

TEST_P(AuthApi, a_login_at_one_door_is_a_login_at_all_and_a_logout_too) {
  const auto server = installation.serve({{"GAPURA_ISSUER", kIssuer}});
  add_user(installation, "ani");
  auto spa = spa_at(*server);
  ASSERT_EQ(spa.log_in("ani", support::kPassword).status, 200);
  auto pages = support::browser_of(*server, kIssuer);
  pages.set_cookie("gapura_session", *spa.cookie("gapura_session"));
  EXPECT_TRUE(support::is_logged_in(pages));
  ASSERT_EQ(spa.post("/auth/logout").status, 200);
  EXPECT_FALSE(support::is_logged_in(pages));

  auto other = support::browser_of(*server, kIssuer);
  support::log_in(other, "ani");
  auto found = spa_at(*server);
  found.set_cookie("gapura_session", *other.cookie("gapura_session"));
  EXPECT_EQ(found.post("/auth/refresh-token").status, 200);
  EXPECT_EQ(found.get("/auth/profile").status, 200);
  other.submit(other.get("/logout"), {});
  EXPECT_EQ(found.get("/auth/profile").status, 401) << "on this node at once";
  EXPECT_EQ(found.post("/auth/refresh-token").status, 401);
}

TEST_P(AuthApi, a_login_after_a_logout_by_another_door_is_found_and_a_session_has_one_family) {
  const auto server = installation.serve({{"GAPURA_ISSUER", kIssuer}});
  add_user(installation, "ani");
  auto spa = spa_at(*server);
  ASSERT_EQ(spa.log_in("ani", support::kPassword).status, 200);
  ASSERT_EQ(spa.log_in("ani", support::kPassword).status, 200) << "again, and at once";
  const auto families = [&] {
    return installation.sql("SELECT count(*) FROM families WHERE ended_at IS NULL");
  };
  EXPECT_EQ(families(), std::vector<std::string>{"1"});
  auto pages = support::browser_of(*server, kIssuer);
  pages.set_cookie("gapura_session", *spa.cookie("gapura_session"));
  pages.submit(pages.get("/logout"), {});
  const auto refused = spa.post("/auth/refresh-token");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.header("Cache-Control"), "no-store");
  support::log_in(pages, "ani");
  spa.set_cookie("gapura_session", *pages.cookie("gapura_session"));
  EXPECT_EQ(spa.post("/auth/refresh-token").status, 200) << "beside what is left of the first";
  EXPECT_EQ(spa.get("/auth/profile").status, 200);
  auto tab = spa;
  tab.forget_cookie("refresh_token");
  EXPECT_EQ(tab.post("/auth/refresh-token").status, 200);
  EXPECT_EQ(tab.cookie("refresh_token"), spa.cookie("refresh_token"));
  EXPECT_TRUE(installation.json({"audit", "verify"}).at("ok").as_bool());
}

TEST(AuthApiNodes, CK7_what_one_node_ends_the_other_sees_within_a_second) {
  const Installation installation(EngineKind::postgres);
  const auto variables = [&](const char* node) {
    return Variables{{"GAPURA_ISSUER", kIssuer},
                     {"GAPURA_MASTER_KEY", "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4"},
                     {"GAPURA_DATA_DIR", installation.data_dir(node).string()}};
  };
  const auto here = installation.serve(variables("data"));
  const auto there = installation.serve(variables("other"));
  add_user(installation, "ani", support::kPassword, {}, variables("data"));
  const auto comes_to = [](Spa& spa, int status) {
    return support::within_a_second([&] { return spa.get("/auth/profile").status == status; });
  };
  {
    auto spa = spa_at(*here);
    ASSERT_EQ(spa.log_in("ani", support::kPassword).status, 200);
    auto elsewhere = moved(spa, *there);
    EXPECT_EQ(elsewhere.get("/auth/profile").status, 200);
    ASSERT_EQ(spa.post("/auth/logout").status, 200);
    EXPECT_TRUE(comes_to(elsewhere, 401)) << "logout";
    EXPECT_EQ(elsewhere.post("/auth/refresh-token").status, 401);
  }
  {
    auto spa = spa_at(*here);
    ASSERT_EQ(spa.log_in("ani", support::kPassword).status, 200);
    auto elsewhere = moved(spa, *there);
    EXPECT_EQ(elsewhere.get("/auth/profile").status, 200);
    const auto listed = base::parse_json_object(spa.get("/auth/sessions").body).value();
    const std::string id(listed.at("sessions").as_array().at(0).at("id").as_string());
    EXPECT_EQ(spa.del("/auth/sessions/" + id).status, 200);
    EXPECT_TRUE(comes_to(elsewhere, 401)) << "revocation";
  }
  {
    auto spa = spa_at(*here);
    ASSERT_EQ(spa.log_in("ani", support::kPassword).status, 200);
    auto elsewhere = moved(spa, *there);
    EXPECT_EQ(elsewhere.get("/auth/profile").status, 200);
    installation.json({"user", "disable", "ani"}, variables("data"));
    EXPECT_TRUE(comes_to(elsewhere, 403)) << "disabling";
    EXPECT_EQ(spa.post("/auth/refresh-token").status, 403);
  }
}

TEST(AuthApiFull, DS1_a_pool_that_is_full_says_when_to_come_back) {
  const Installation installation(EngineKind::sqlite);
  const auto server = installation.serve({{"GAPURA_ISSUER", kIssuer},
                                          {"GAPURA_PASSWORD_THREADS", "1"},
                                          {"GAPURA_PASSWORD_QUEUE", "1"},
                                          {"GAPURA_PASSWORD_PASSES", "8"},
                                          {"GAPURA_PASSWORD_MEMORY", "64MiB"},
                                          {"GAPURA_HTTP_SLOW_WORKERS", "8"}});
  std::atomic<bool> full = false;
  std::atomic<int> others = 0;
  {
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 8; ++caller) {
      callers.emplace_back([&, caller] {
        const auto page = spa_at(*server).log_in("orang" + std::to_string(caller), "salah");
        if (page.status == 503) {
          EXPECT_TRUE(page.header("Retry-After"));
          EXPECT_THAT(page.body, HasSubstr(R"({"errors":[")"));
          full = true;
        } else if (page.status != 401) {
          ++others;
        }
      });
    }
  }
  EXPECT_TRUE(full);
  EXPECT_EQ(others, 0);
}

}  // namespace
