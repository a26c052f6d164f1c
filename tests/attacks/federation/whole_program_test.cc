// Logins by a provider against the program as it runs, over either engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/attacks/federation/served_provider.h"
#include "tests/support/people.h"

namespace attacks {
namespace {

using support::Browser;
using support::EngineKind;
using support::Page;

class Federation : public testing::TestWithParam<EngineKind> {
 protected:
  Federation() : installation_(GetParam()), provider_(clock_) {
    server_ = installation_.serve({{"FRONTEND_URL", "http://localhost:3001/"}});
    installation_.json({"provider", "add", "--name", "google", "--issuer", provider_->issuer,
                        "--client-id", "us", "--client-secret-stdin"},
                       {}, provider_->client_secret + "\n");
  }

  static base::json::object ani() {
    return {{"sub", "s1"}, {"name", "Ani"}, {"email", "ani@mail.test"}, {"email_verified", true}};
  }
  Browser browser() { return support::browser_of(*server_); }
  std::string away(Browser& it) {
    const auto page = it.get("/login");
    const auto end = page.body.find("/with/google\"");
    const auto start = page.body.rfind('"', end) + 1;
    return it.get(page.body.substr(start, end + 12 - start)).location();
  }
  Page log_in(Browser& it) { return it.get(provider_->come_back(away(it), ani())); }

  const base::SystemClock clock_;
  support::Installation installation_;
  ServedProvider provider_;
  std::unique_ptr<support::Server> server_;
};

TEST_P(Federation, FD5_one_login_makes_one_person_and_one_session) {
  auto it = browser();
  const auto back = provider_->come_back(away(it), ani());
  EXPECT_EQ(it.get(back).location(), "/account");
  EXPECT_TRUE(support::is_logged_in(it));
  EXPECT_EQ(it.get(back).status, 400);
  auto frontend = browser();
  const auto page =
      frontend.get(provider_->come_back(frontend.get("/auth/google").location(), ani()));
  EXPECT_EQ(page.location(), "http://localhost:3001/");
  EXPECT_TRUE(frontend.cookie("access_token"));
  EXPECT_TRUE(frontend.get("/auth/profile").says(R"("email":"ani@mail.test")"));
  EXPECT_EQ(installation_.json({"user", "list"}).at("users").as_array().size(), 1U);
}

TEST_P(Federation, FD3_an_address_of_somebody_here_opens_nothing) {
  support::add_user(installation_, "ani", support::kPassword, {"--email-verified"});
  auto as = ani();
  as["email"] = "ani@example.test";
  auto it = browser();
  EXPECT_EQ(it.get(provider_->come_back(away(it), as)).status, 409);
  EXPECT_FALSE(support::is_logged_in(it));
}

TEST_P(Federation, FD6_who_is_disabled_and_what_is_closed_let_nobody_in) {
  auto it = browser();
  log_in(it);
  installation_.json({"user", "disable", "ani"});
  auto disabled = browser();
  EXPECT_EQ(log_in(disabled).status, 403);
  EXPECT_FALSE(support::is_logged_in(disabled));
  installation_.json({"user", "enable", "ani"});
  auto late = browser();
  const auto back = provider_->come_back(away(late), ani());
  installation_.json({"provider", "set", "google", "--disable"});
  EXPECT_EQ(late.get(back).status, 404);
  EXPECT_EQ(late.get("/auth/google").status, 404);
  EXPECT_FALSE(late.get("/login").says("/with/google"));
}

TEST_P(Federation, FD4_an_account_is_linked_by_who_says_so_and_let_go_of) {
  support::add_user(installation_, "budi");
  auto it = browser();
  support::log_in(it, "budi");
  const auto page = it.get("/account/logins");
  const auto start = page.body.find("/account/logins/link/google?csrf=");
  const auto sent = it.get(page.body.substr(start, page.body.find('"', start) - start));
  const auto asked = it.get(provider_->come_back(sent.location(), ani()));
  ASSERT_EQ(asked.status, 200);
  EXPECT_EQ(it.submit(asked, {}).location(), "/account/logins?done=linked");
  EXPECT_EQ(it.submit(asked, {}).status, 400);
  auto elsewhere = browser();
  EXPECT_EQ(log_in(elsewhere).status, 303);
  EXPECT_EQ(installation_.json({"user", "list"}).at("users").as_array().size(), 1U);
}

TEST_P(Federation, FD7_a_provider_that_is_gone_is_said_to_be) {
  provider_->down = true;
  auto it = browser();
  const auto page = it.get("/login");
  const auto end = page.body.find("/with/google\"");
  const auto start = page.body.rfind('"', end) + 1;
  EXPECT_EQ(it.get(page.body.substr(start, end + 12 - start)).status, 503);
  support::add_user(installation_, "budi");
  auto local = browser();
  EXPECT_EQ(support::log_in(local, "budi").status, 303);
  const auto outcome = installation_.run({"provider", "test", "google"});
  EXPECT_EQ(outcome.code, 1);
}

INSTANTIATE_TEST_SUITE_P(, Federation, testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

}  // namespace
}  // namespace attacks
