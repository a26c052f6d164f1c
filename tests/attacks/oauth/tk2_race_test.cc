// One code, redeemed by many at once, on one node or three.
#include <atomic>
#include <latch>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/oauth_client.h"
#include "tests/support/rounds.h"

namespace {

using support::EngineKind;

constexpr std::size_t kCallers = 64;
constexpr const char* kCallback = "http://localhost:3000/callback";
// 32 octets, as every node of an installation must be given.
const std::string kMasterKey = "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4";

class TK2_Race : public testing::TestWithParam<EngineKind> {
 protected:
  void start(std::size_t nodes) {
    for (std::size_t node = 0; node < nodes; ++node) {
      servers_.push_back(installation_.serve(
          {{"GAPURA_DATA_DIR",
            installation_.data_dir(node == 0 ? "data" : "node" + std::to_string(node)).string()},
           {"GAPURA_ISSUER", "http://localhost:9000"},
           // All but one of each round are wrong.
           {"GAPURA_OAUTH_CLIENT_WRONG", "100000"},
           {"GAPURA_MASTER_KEY", kMasterKey}}));
    }
  }

  struct Round {
    std::atomic<int> granted = 0;
    std::atomic<int> strange = 0;  // an answer that is neither
    std::mutex mutex;
    std::string token;
  };
  void race(const support::OauthClient& client, const std::string& code, Round& round) {
    std::latch start(kCallers);
    std::vector<std::jthread> callers;
    for (std::size_t caller = 0; caller < kCallers; ++caller) {
      callers.emplace_back([&, caller] {
        const auto port = servers_[caller % servers_.size()]->port();
        start.arrive_and_wait();
        const auto page = client.redeem(port, code);
        round.granted += page.status == 200 ? 1 : 0;
        round.strange += page.status != 200 && page.status != 400 ? 1 : 0;
        if (page.status == 200) {
          const std::lock_guard lock(round.mutex);
          round.token = base::parse_json_object(page.body).value().at("access_token").as_string();
        }
      });
    }
  }

  support::Installation installation_{GetParam()};
  std::vector<std::unique_ptr<support::Server>> servers_;
};

INSTANTIATE_TEST_SUITE_P(engines, TK2_Race,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(TK2_Race, has_one_winner_in_every_round_and_no_token_that_lives) {
  start(GetParam() == EngineKind::postgres ? 3 : 1);
  const support::Variables key{{"GAPURA_MASTER_KEY", kMasterKey},
                               {"GAPURA_ISSUER", "http://localhost:9000"}};
  add_user(installation_, "ani", support::kPassword, {}, key);
  const support::OauthClient client(
      installation_.json({"client", "add", "--name", "Satker", "--redirect-uri", kCallback,
                          "--first-party", "--profile", "sso", "--scope", "view-user"},
                         key),
      kCallback);
  auto browser = support::browser_of(*servers_.front(), "http://localhost:9000");
  support::log_in(browser, "ani");
  const int rounds = support::race_rounds(20);
  for (int number = 0; number < rounds; ++number) {
    const auto code = support::code_of(browser.get(client.authorize("view-user", "s")).location());
    ASSERT_NE(code, "");
    Round round;
    race(client, code, round);
    ASSERT_EQ(round.granted, 1) << "round " << number;
    ASSERT_EQ(round.strange, 0) << "round " << number;
    ASSERT_EQ(support::get(servers_.back()->port(), "/api/user-sso",
                           {"Authorization: Bearer " + round.token})
                  .status,
              401)
        << "those that came second have ended it";
  }
  EXPECT_TRUE(installation_.json({"audit", "verify"}, key).at("ok").as_bool());
}

}  // namespace
