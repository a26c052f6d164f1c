// Forms of other sites, planted cookies and what browsers are told, over the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "tests/support/people.h"

namespace {

using support::browser_of;
using support::EngineKind;
using support::forms_of;
using support::is_logged_in;
using support::kOtherPassword;
using support::kPassword;
using support::log_in;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class Forgery : public testing::TestWithParam<EngineKind> {
 protected:
  support::Installation installation{GetParam()};
  std::unique_ptr<support::Server> server = installation.serve();
};

INSTANTIATE_TEST_SUITE_P(engines, Forgery,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

const support::Fields kForeign[] = {
    {{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}},
    {{"Origin", "null"}},
    {{"Origin", "http://localhost:1"}},
    {{"Origin", ""}, {"Sec-Fetch-Site", "cross-site"}},
    {{"Origin", ""}, {"Sec-Fetch-Site", "same-site"}},
};

TEST_P(Forgery, AZ14_a_form_of_another_site_changes_nothing) {
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  const auto page = browser.get("/login");
  const support::Fields right{{"identifier", "ani"}, {"password", kPassword}};
  for (const auto& headers : kForeign) {
    EXPECT_EQ(browser.submit(page, right, headers).status, 403);
    EXPECT_FALSE(browser.cookie("gapura_session"));
  }
  EXPECT_EQ(browser.submit(page, right).status, 303);
  for (const auto& headers : kForeign) {
    EXPECT_EQ(browser.submit(browser.get("/logout"), {}, headers).status, 403);
    EXPECT_EQ(browser.submit(browser.get("/account"), {{"name", "X"}}, headers).status, 403);
    EXPECT_EQ(browser.submit(browser.get("/account/sessions"), {{"end", "others"}}, headers).status,
              403);
    EXPECT_EQ(browser
                  .submit(browser.get("/account/password"),
                          {{"current", kPassword},
                           {"password", kOtherPassword},
                           {"password_again", kOtherPassword}},
                          headers)
                  .status,
              403);
  }
  EXPECT_TRUE(is_logged_in(browser));
  EXPECT_TRUE(browser.get("/account").says("Orang ani"));
  EXPECT_EQ(browser.post("/logout", {}).status, 403) << "without the token of the page";
}

TEST_P(Forgery, AZ14_what_was_planted_is_dead_after_the_login) {
  add_user(installation, "ani");
  add_user(installation, "evil", kOtherPassword);
  auto attacker = browser_of(*server);
  log_in(attacker, "evil", kOtherPassword);
  const auto planted = *attacker.cookie("gapura_session");
  auto victim = browser_of(*server);
  const auto page = victim.get("/login");
  const auto path = forms_of(page)[0].action;
  const auto transaction = *victim.cookie("gapura_login");
  victim.set_cookie("gapura_session", planted);
  EXPECT_EQ(victim.submit(page, {{"identifier", "ani"}, {"password", kPassword}}).status, 303);
  EXPECT_NE(*victim.cookie("gapura_session"), planted);
  EXPECT_TRUE(victim.get("/account").says("Orang ani"));
  EXPECT_FALSE(is_logged_in(attacker)) << "the planted session has ended";
  // The transaction that the attacker saw leads nowhere now.
  attacker.set_cookie("gapura_login", transaction, path);
  EXPECT_EQ(attacker.get(path).status, 410);
  EXPECT_FALSE(attacker.cookie("gapura_session") == victim.cookie("gapura_session"));
}

TEST_P(Forgery, AZ15_browsers_are_told_to_keep_every_page_to_itself) {
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  const auto page = browser.get("/login");
  auto member = browser_of(*server);
  const auto entered = log_in(member, "ani");
  EXPECT_EQ(entered.status, 303);
  const support::Page pages[] = {page,
                                 log_in(browser, "ani", "wrong"),
                                 browser.get("/login/nonsense"),
                                 browser.get("/login?redirectUrl=https%3A%2F%2Fevil.example"),
                                 browser.get("/setup?code=x"),
                                 browser.get("/logged-out"),
                                 member.get("/account"),
                                 member.get("/account/password"),
                                 member.get("/account/sessions"),
                                 member.get("/logout")};
  for (const auto& each : pages) {
    const auto policy = each.header("Content-Security-Policy").value_or("");
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'")) << each.body;
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_THAT(policy, testing::Not(HasSubstr("unsafe")));
    EXPECT_EQ(each.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(each.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(each.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(each.header("Cache-Control"), "no-store");
    EXPECT_EQ(each.header("X-Content-Type-Options"), "nosniff");
    EXPECT_FALSE(each.header("Access-Control-Allow-Origin"));
    EXPECT_FALSE(each.says("src=\"http"));
    EXPECT_FALSE(each.says("style=\""));
  }
}

TEST_P(Forgery, LG6_no_order_of_requests_makes_a_session) {
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  const auto path = forms_of(browser.get("/login"))[0].action;
  const support::Fields submissions[] = {
      {},
      {{"step", "code"}, {"code", "000000"}},
      {{"step", "finish"}},
      {{"step", "password"}},
      {{"use", "session"}, {"person", "1"}},
      {{"use", "another"}},
      {{"use", "anew"}},
      {{"identifier", "ani"}, {"password", kPassword}},
      {{"step", "password"}, {"step", "password"}, {"password", kPassword}},
  };
  for (const auto& fields : submissions) {
    const auto refused = browser.post(path, fields);
    EXPECT_NE(refused.status, 200);
    EXPECT_FALSE(browser.cookie("gapura_session"));
    EXPECT_NE(refused.location(), "/account");
  }
  EXPECT_FALSE(is_logged_in(browser));
  auto other = browser_of(*server);
  EXPECT_EQ(other.post(path, {{"step", "password"}, {"identifier", "ani"}, {"password", kPassword}})
                .status,
            404)
      << "another browser's transaction";
}

TEST_P(Forgery, KY5_a_stored_hash_costs_what_the_threat_model_counts_on) {
  add_user(installation, "ani");
  const auto hashes = installation.sql("SELECT hash FROM passwords");
  ASSERT_EQ(hashes.size(), 1U);
  EXPECT_THAT(hashes[0], HasSubstr("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST_P(Forgery, KY5_of_a_cookie_the_database_keeps_the_hash_and_not_the_value) {
  add_user(installation, "ani");
  auto member = browser_of(*server);
  log_in(member, "ani");
  auto visitor = browser_of(*server);
  visitor.get("/login");
  struct Kept {
    std::string table;
    std::string column;
    std::string cookie;
  };
  for (const Kept& kept : {Kept{"sessions", "hash", *member.cookie("gapura_session")},
                           Kept{"logins", "cookie_hash", *visitor.cookie("gapura_login")}}) {
    SCOPED_TRACE(kept.table);
    const std::string in_hex = GetParam() == EngineKind::sqlite
                                   ? "lower(hex(" + kept.column + "))"
                                   : "encode(" + kept.column + ", 'hex')";
    const auto rows = installation.sql("SELECT " + in_hex + " FROM " + kept.table);
    EXPECT_THAT(rows, Contains(base::to_hex(crypto::sha256(base::bytes_of(kept.cookie)))));
    EXPECT_THAT(rows, Not(Contains(base::to_hex(base::from_base64url(kept.cookie).value()))));
  }
}

}  // namespace
