// One refresh token, shown by many at once, on one node or three.
#include <atomic>
#include <latch>
#include <mutex>
#include <set>
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

class TK7_Race : public testing::TestWithParam<EngineKind> {
 protected:
  void start(std::size_t nodes) {
    for (std::size_t node = 0; node < nodes; ++node) {
      servers_.push_back(installation_.serve(
          {{"GAPURA_DATA_DIR",
            installation_.data_dir(node == 0 ? "data" : "node" + std::to_string(node)).string()},
           {"GAPURA_ISSUER", "http://localhost:9000"},
           {"GAPURA_MASTER_KEY", kMasterKey},
           // A machine that is busy may take longer for 64 than the ten seconds of the default.
           {"GAPURA_REFRESH_GRACE", "60s"}}));
    }
  }

  struct Round {
    std::atomic<int> refused = 0;
    std::mutex mutex;
    std::set<std::string> successors;
    std::string access_token;
  };
  void race(const support::OauthClient& client, const std::string& token, Round& round) {
    std::latch start(kCallers);
    std::vector<std::jthread> callers;
    for (std::size_t caller = 0; caller < kCallers; ++caller) {
      callers.emplace_back([&, caller] {
        const auto port = servers_[caller % servers_.size()]->port();
        start.arrive_and_wait();
        const auto page = client.refresh(port, token);
        if (page.status != 200) {
          ++round.refused;
          return;
        }
        const auto said = base::parse_json_object(page.body).value();
        const std::lock_guard lock(round.mutex);
        round.successors.emplace(said.at("refresh_token").as_string());
        round.access_token = said.at("access_token").as_string();
      });
    }
  }

  support::Installation installation_{GetParam()};
  std::vector<std::unique_ptr<support::Server>> servers_;
};

INSTANTIATE_TEST_SUITE_P(engines, TK7_Race,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(TK7_Race, takes_one_step_in_every_round_and_gives_everybody_the_same_successor) {
  start(GetParam() == EngineKind::postgres ? 3 : 1);
  const support::Variables key{{"GAPURA_MASTER_KEY", kMasterKey},
                               {"GAPURA_ISSUER", "http://localhost:9000"}};
  add_user(installation_, "ani", support::kPassword, {}, key);
  const support::OauthClient client(
      installation_.json({"client", "add", "--name", "Satker", "--redirect-uri", kCallback,
                          "--first-party", "--profile", "sso", "--scope", "view-user", "--refresh"},
                         key),
      kCallback);
  auto browser = support::browser_of(*servers_.front(), "http://localhost:9000");
  support::log_in(browser, "ani");
  const auto page =
      client.redeem(servers_.front()->port(),
                    support::code_of(browser.get(client.authorize("view-user", "s")).location()));
  ASSERT_EQ(page.status, 200) << page.body;
  std::string token(base::parse_json_object(page.body).value().at("refresh_token").as_string());
  const int rounds = support::race_rounds(50);
  for (int number = 0; number < rounds; ++number) {
    Round round;
    race(client, token, round);
    ASSERT_EQ(round.refused, 0) << "round " << number;
    ASSERT_EQ(round.successors.size(), 1U) << "round " << number;
    ASSERT_NE(*round.successors.begin(), token);
    token = *round.successors.begin();
    ASSERT_EQ(support::get(servers_.back()->port(), "/api/user-sso",
                           {"Authorization: Bearer " + round.access_token})
                  .status,
              200);
  }
  EXPECT_EQ(installation_.sql("SELECT generation FROM families"),
            std::vector<std::string>{std::to_string(rounds + 1)});
  EXPECT_TRUE(installation_.json({"audit", "verify"}, key).at("ok").as_bool());
}

}  // namespace
