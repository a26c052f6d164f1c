// Guessing, as whoever has no password does it: over the wire, against a whole installation.
#include <atomic>
#include <chrono>
#include <cmath>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/telling_apart.h"

namespace {

using support::browser_of;
using support::EngineKind;
using support::kPassword;
using support::log_in;

// Passwords that were looked at and were wrong, as the trail says.
std::size_t verified(const support::Installation& installation,
                     const support::Variables& variables = {}) {
  return installation
      .json({"audit", "list", "--type", "login.failed", "--limit", "10000"}, variables)
      .at("entries")
      .as_array()
      .size();
}

class Guesses : public testing::TestWithParam<EngineKind> {
 protected:
  // One is disabled, one locked, and one has no password.
  void add_people_who_cannot_log_in(const std::string& mark = {}) {
    add_user(installation, "off" + mark);
    installation.json({"user", "disable", "off" + mark});
    add_user(installation, "bar" + mark);
    installation.json({"user", "lock", "bar" + mark});
    installation.json({"user", "add", "--username", "nil" + mark});
  }

  support::Installation installation{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(engines, Guesses,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(Guesses, LG1_who_is_there_is_not_told_from_who_is_not) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  add_people_who_cannot_log_in();
  auto browser = browser_of(*server);
  const auto page = browser.get("/login");
  const auto give = [&](const std::string& name, const std::string& password) {
    return browser.submit(page, {{"identifier", name}, {"password", password}});
  };
  for (const auto& password : {std::string("wrong"), std::string(), std::string(5000, 'x')}) {
    const auto nobody = give("xyz", password);
    EXPECT_EQ(nobody.status, 422);
    for (const std::string name : {"ani", "off", "bar", "nil"}) {
      auto known = give(name, password);
      EXPECT_EQ(known.status, nobody.status);
      EXPECT_EQ(support::steady(known), support::steady(nobody));
      const std::string shown = "value=\"" + name + "\"";
      ASSERT_TRUE(known.says(shown));
      known.body.replace(known.body.find(shown), shown.size(), "value=\"xyz\"");
      EXPECT_EQ(known.body, nobody.body) << name;
    }
  }
  EXPECT_EQ(give("off", kPassword).status, 403) << "who has shown the password is told";
}

TEST_P(Guesses, LG1_who_is_there_is_not_told_from_who_is_not_by_the_time_it_takes) {
  const auto server = installation.serve({{"GAPURA_LOGIN_ATTEMPTS", "20"}});
  auto browser = browser_of(*server);
  const auto page = browser.get("/login");
  int kind = 0;
  for (const auto& password : {std::string("wrong"), std::string(), std::string(5000, 'x')}) {
    // People of its own: each has 20 attempts.
    const std::string mark = std::to_string(++kind);
    add_user(installation, "ani" + mark);
    add_people_who_cannot_log_in(mark);
    const auto told = support::told_apart_by_cost(
        *server, {"xyz" + mark, "ani" + mark, "off" + mark, "bar" + mark, "nil" + mark},
        [&](const auto& name) {
          EXPECT_EQ(browser.submit(page, {{"identifier", name}, {"password", password}}).status,
                    422);
        });
    EXPECT_EQ(told, "") << "with " << password.size() << " octets";
  }
}

TEST_P(Guesses, LG2_every_name_of_a_person_has_one_budget) {
  const auto server = installation.serve();
  add_user(installation, "ani", kPassword, {"--email-verified"});
  const char* names[] = {"ani", "ANI", " ani", "Ani@Example.Test",
                         "\xef\xbd\x81\xef\xbd\x8e\xef\xbd\x89"};
  for (const auto* name : names) {
    auto browser = browser_of(*server);
    EXPECT_EQ(log_in(browser, name, "wrong").status, 422);
  }
  auto browser = browser_of(*server);
  const auto slowed = log_in(browser, "ani@example.test", "wrong");
  EXPECT_EQ(slowed.status, 429);
  EXPECT_TRUE(slowed.header("Retry-After"));
  EXPECT_EQ(verified(installation), 5U);
}

TEST_P(Guesses, LG4_who_is_attacked_still_gets_in_by_their_own_browser) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  auto theirs = browser_of(*server);
  EXPECT_EQ(log_in(theirs, "ani").status, 303);
  theirs.submit(theirs.get("/logout"), {});
  auto attacker = browser_of(*server);
  const auto page = attacker.get("/login");
  int slowed = 0;
  for (int i = 0; i < 12; ++i) {
    slowed +=
        attacker.submit(page, {{"identifier", "ani"}, {"password", "wrong"}}).status == 429 ? 1 : 0;
  }
  EXPECT_GT(slowed, 0);
  EXPECT_EQ(log_in(theirs, "ani").status, 303);
}

TEST_P(Guesses, LG12_every_octet_of_a_password_counts) {
  const auto server = installation.serve();
  const std::string longest = std::string(kPassword) + std::string(100, 'q');
  add_user(installation, "ani", longest);
  auto browser = browser_of(*server);
  EXPECT_EQ(log_in(browser, "ani", longest.substr(0, 72)).status, 422);
  EXPECT_EQ(log_in(browser, "ani", longest + "q").status, 422);
  EXPECT_EQ(log_in(browser, "ani", longest + std::string(1, '\0')).status, 400)
      << "not cut off at a NUL";
  EXPECT_EQ(log_in(browser, "ani", longest).status, 303);
  std::string rows;
  while (rows.size() < 4096) {
    rows += rows.size() % 20 == 0 ? "\U0001F30B" : "\U0001F41D";
  }
  add_user(installation, "citra", rows);
  auto third = browser_of(*server);
  EXPECT_EQ(log_in(third, "citra", rows.substr(0, 4092)).status, 422);
  EXPECT_EQ(log_in(third, "citra", "\U0001F41D").status, 422);
  EXPECT_EQ(log_in(third, "citra", rows).status, 303) << "1,024 letters of four octets each";
  add_user(installation, "budi", "caf\xc3\xa9-gerobak-33-lilin ");
  auto other = browser_of(*server);
  EXPECT_EQ(log_in(other, "budi", "caf\xc3\xa9-gerobak-33-lilin").status, 422)
      << "the space counts";
  EXPECT_EQ(log_in(other, "budi", "cafe\xcc\x81-gerobak-33-lilin ").status, 303) << "NFC";
}

TEST(GuessesOfTwoNodes, LG3_at_once_are_no_more_than_the_budget_allows) {
  support::Installation installation(EngineKind::postgres);
  constexpr int kCallers = 500;
  support::Variables variables{
      {"GAPURA_ISSUER", "http://localhost:9000"},
      {"GAPURA_MASTER_KEY", "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4"}};
  const auto node = [&](const std::string& name) {
    auto own = variables;
    own["GAPURA_DATA_DIR"] = installation.data_dir(name).string();
    own["GAPURA_HTTP_SLOW_QUEUE"] = std::to_string(kCallers);
    return installation.serve(own);
  };
  const std::unique_ptr<support::Server> servers[] = {node("a"), node("b")};
  add_user(installation, "ani", kPassword, {}, variables);
  std::atomic<int> wrong = 0;
  std::atomic<int> slowed = 0;
  std::atomic<int> busy = 0;
  std::atomic<int> other = 0;
  std::latch ready(kCallers + 1);
  std::vector<std::jthread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      auto browser = browser_of(*servers[i % 2], "http://localhost:9000");
      const auto page = browser.get("/login");
      ready.arrive_and_wait();
      switch (browser.submit(page, {{"identifier", "ani"}, {"password", "wrong"}}).status) {
        case 422:
          ++wrong;
          break;
        case 429:
          ++slowed;
          break;
        case 503:
          ++busy;
          break;
        default:
          ++other;
      }
    });
  }
  ready.arrive_and_wait();
  const auto began = std::chrono::steady_clock::now();
  callers.clear();
  const double took =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  // Five, then one more after each delay that has passed: 2 s, 4 s, 8 s …
  const int allowed = 5 + static_cast<int>(std::log2(took / 2 + 1));
  const auto looked_at = static_cast<int>(verified(installation, variables));
  EXPECT_EQ(other, 0);
  EXPECT_EQ(wrong + slowed + busy, kCallers);
  EXPECT_LT(busy, kCallers / 10) << "they are told to wait, not that we are down";
  EXPECT_LE(looked_at, allowed) << "in " << took << " s";
  EXPECT_LE(wrong, allowed);
  EXPECT_GE(looked_at, 1);
}

}  // namespace
