// The login and the account as people live with them, on either engine, with the server as a
// child process.
#include <latch>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"

namespace {

using support::browser_of;
using support::EngineKind;
using support::forms_of;
using support::is_logged_in;
using support::kOtherPassword;
using support::kPassword;
using support::log_in;
using testing::HasSubstr;

class LoginFlow : public testing::TestWithParam<EngineKind> {
 protected:
  support::Installation installation{GetParam()};

  std::size_t entries(const std::string& type) {
    return installation.json({"audit", "list", "--type", type, "--limit", "10000"})
        .at("entries")
        .as_array()
        .size();
  }
};

INSTANTIATE_TEST_SUITE_P(engines, LoginFlow,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(LoginFlow, from_the_page_to_the_account_and_out_again) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  EXPECT_FALSE(is_logged_in(browser));
  const auto there = log_in(browser, "ani@example.test");
  EXPECT_EQ(there.status, 303);
  EXPECT_EQ(there.location(), "/account");
  const auto account = browser.follow(there);
  EXPECT_TRUE(account.says("Orang ani"));
  EXPECT_EQ(browser.get("/login").location(), "/account");
  const auto out = browser.submit(browser.get("/logout"), {});
  EXPECT_EQ(out.location(), "/logged-out");
  EXPECT_EQ(browser.follow(out).status, 200);
  EXPECT_FALSE(is_logged_in(browser));
  EXPECT_EQ(entries("login.finished"), 1U);
  EXPECT_EQ(entries("session.ended"), 1U);
  EXPECT_TRUE(installation.json({"audit", "verify"}).at("ok").as_bool());
}

TEST_P(LoginFlow, survives_a_restart_between_the_page_and_the_password) {
  auto server = installation.serve();
  add_user(installation, "ani");
  auto before = browser_of(*server);
  const auto page = before.get("/login");
  const auto port = std::to_string(server->port());
  const auto ops_port = std::to_string(server->ops_port());
  EXPECT_EQ(server->stop().code, 0);
  server = installation.serve(
      {{"GAPURA_LISTEN", "127.0.0.1:" + port}, {"GAPURA_OPS_LISTEN", "127.0.0.1:" + ops_port}});
  EXPECT_EQ(before.submit(page, {{"identifier", "ani"}, {"password", kPassword}}).status, 303);
  EXPECT_TRUE(is_logged_in(before));
}

TEST_P(LoginFlow, of_two_tabs_and_the_back_button) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  const auto first = browser.get("/login");
  const auto second = browser.get("/login");
  const auto reloaded = browser.get(forms_of(first)[0].action);
  EXPECT_EQ(reloaded.status, 200);
  EXPECT_EQ(forms_of(reloaded)[0].action, forms_of(first)[0].action);
  const support::Fields right{{"identifier", "ani"}, {"password", kPassword}};
  EXPECT_EQ(browser.submit(second, right).status, 303);
  EXPECT_EQ(browser.get(forms_of(first)[0].action).location(), "/account");
  EXPECT_EQ(browser.submit(second, right).location(), forms_of(second)[0].action);
  EXPECT_EQ(browser.get(forms_of(second)[0].action).location(), "/account");
  EXPECT_EQ(entries("login.finished"), 1U);
}

TEST_P(LoginFlow, LG6_by_one_form_that_is_sent_four_times_at_once_opens_one_session) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  const auto page = browser.get("/login");
  std::vector<support::Browser> same(4, browser);
  std::vector<support::Page> answers(same.size());
  {
    std::latch start(static_cast<std::ptrdiff_t>(same.size()));
    std::vector<std::jthread> senders;
    for (std::size_t sender = 0; sender < same.size(); ++sender) {
      senders.emplace_back([&, sender] {
        start.arrive_and_wait();
        answers[sender] =
            same[sender].submit(page, {{"identifier", "ani"}, {"password", kPassword}});
      });
    }
  }
  std::size_t entered = 0;
  for (std::size_t sender = 0; sender < same.size(); ++sender) {
    EXPECT_EQ(answers[sender].status, 303);
    const bool opened = same[sender].cookie("gapura_session").has_value();
    EXPECT_EQ(answers[sender].location(), opened ? "/account" : forms_of(page)[0].action);
    entered += opened ? 1 : 0;
  }
  EXPECT_EQ(entered, 1U);
  EXPECT_EQ(entries("login.finished"), 1U);
  EXPECT_EQ(entries("session.opened"), 1U);
}

TEST_P(LoginFlow, that_took_too_long_begins_again) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  const auto page = browser.get("/login");
  installation.sql("UPDATE logins SET expires_at = 1");
  const support::Fields right{{"identifier", "ani"}, {"password", kPassword}};
  const auto late = browser.submit(page, right);
  EXPECT_EQ(late.status, 410);
  EXPECT_FALSE(is_logged_in(browser));
  const auto anew = browser.submit(late, {{"use", "anew"}});
  EXPECT_EQ(anew.status, 303);
  EXPECT_EQ(browser.submit(browser.follow(anew), right).location(), "/account");
}

TEST_P(LoginFlow, of_another_person_ends_the_session_before) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  add_user(installation, "budi", kOtherPassword);
  auto browser = browser_of(*server);
  const auto page = browser.get("/login");
  EXPECT_EQ(log_in(browser, "ani").status, 303);
  const auto anis = *browser.cookie("gapura_session");
  EXPECT_EQ(browser.submit(page, {{"identifier", "budi"}, {"password", kOtherPassword}}).status,
            303);
  EXPECT_TRUE(browser.get("/account").says("Orang budi"));
  auto other = browser_of(*server);
  other.set_cookie("gapura_session", anis);
  EXPECT_FALSE(is_logged_in(other));
}

TEST_P(LoginFlow, that_is_remembered_says_until_when) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  EXPECT_THAT(log_in(browser, "ani", kPassword, {{"remember", "1"}}).set_cookie("gapura_session"),
              HasSubstr("; Expires="));
  EXPECT_TRUE(browser.get("/account/sessions").says("<dd>ya</dd>"));
}

TEST_P(LoginFlow, a_new_password_ends_the_other_sessions) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  auto other = browser_of(*server);
  log_in(browser, "ani");
  log_in(other, "ani");
  const auto before = browser.cookie("gapura_session");
  const auto changed = browser.submit(
      browser.get("/account/password"),
      {{"current", kPassword}, {"password", kOtherPassword}, {"password_again", kOtherPassword}});
  EXPECT_EQ(changed.status, 303);
  EXPECT_NE(browser.cookie("gapura_session"), before);
  EXPECT_TRUE(is_logged_in(browser));
  EXPECT_FALSE(is_logged_in(other));
  EXPECT_EQ(log_in(other, "ani").status, 422);
  EXPECT_EQ(log_in(other, "ani", kOtherPassword).status, 303);
}

TEST_P(LoginFlow, what_is_theirs_they_change) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  log_in(browser, "ani");
  const auto saved = browser.submit(browser.get("/account"), {{"nickname", "Nini"}});
  EXPECT_EQ(saved.status, 303);
  EXPECT_TRUE(browser.follow(saved).says("value=\"Nini\""));
  EXPECT_EQ(browser.submit(browser.get("/account"), {{"role", "admin"}}).status, 403);
  EXPECT_EQ(browser.submit(browser.get("/account"), {{"is_admin", "1"}}).status, 400);
}

// Two nodes over one database, behind one address.
class SessionsOfTwoNodes : public testing::Test {
 protected:
  static constexpr const char* kIssuer = "http://localhost:9000";

  std::unique_ptr<support::Server> serve(const std::string& node) {
    auto variables = variables_;
    variables["GAPURA_DATA_DIR"] = installation.data_dir(node).string();
    return installation.serve(variables);
  }

  support::Installation installation{EngineKind::postgres};
  support::Variables variables_{
      {"GAPURA_ISSUER", kIssuer},
      {"GAPURA_MASTER_KEY", "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4"}};
};

TEST_F(SessionsOfTwoNodes, begin_and_end_on_either) {
  const auto a = serve("a");
  const auto b = serve("b");
  add_user(installation, "ani", kPassword, {}, variables_);
  // The page from one, the password to the other.
  auto here = browser_of(*a, kIssuer);
  auto there = browser_of(*b, kIssuer);
  const auto page = here.get("/login");
  const auto path = forms_of(page)[0].action;
  there.set_cookie("gapura_login", *here.cookie("gapura_login"), path);
  EXPECT_EQ(there.submit(page, {{"identifier", "ani"}, {"password", kPassword}}).status, 303);
  here.set_cookie("gapura_session", *there.cookie("gapura_session"));
  EXPECT_TRUE(is_logged_in(here)) << "at once, without a wait";

  auto other = browser_of(*b, kIssuer);
  EXPECT_EQ(log_in(other, "ani").status, 303);
  EXPECT_EQ(here.submit(here.get("/account/sessions"), {{"end", "others"}}).status, 303);
  EXPECT_TRUE(support::within_a_second([&] { return !is_logged_in(other); }))
      << "ended on one node, dead on the other";
  EXPECT_TRUE(is_logged_in(there));
  EXPECT_EQ(there.submit(there.get("/logout"), {}).status, 303);
  EXPECT_TRUE(support::within_a_second([&] { return !is_logged_in(here); }));
}

}  // namespace
