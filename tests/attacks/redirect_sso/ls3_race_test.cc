// One code, asked about by many at once, on one node or three.
#include <atomic>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/sites.h"

namespace {

using support::EngineKind;

constexpr int kRounds = 50;
constexpr std::size_t kCallers = 64;
constexpr const char* kCallback = "http://localhost:3000/auth/callback";
// 32 octets, as every node of an installation must be given.
const std::string kMasterKey = "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4";

class LS3_Race : public testing::TestWithParam<EngineKind> {
 protected:
  // How many were told, and how many of the rest got an answer that is none of the contract's.
  struct Round {
    std::atomic<int> told = 0;
    std::atomic<int> strange = 0;
  };

  void start(std::size_t nodes) {
    for (std::size_t node = 0; node < nodes; ++node) {
      servers_.push_back(installation_.serve(
          {{"GAPURA_DATA_DIR",
            installation_.data_dir(node == 0 ? "data" : "node" + std::to_string(node)).string()},
           {"GAPURA_ISSUER", "http://localhost:9000"},
           {"GAPURA_MASTER_KEY", kMasterKey}}));
    }
  }

  void race(const std::string& code, Round& round) {
    std::latch start(kCallers);
    std::vector<std::jthread> callers;
    for (std::size_t caller = 0; caller < kCallers; ++caller) {
      callers.emplace_back([&, caller] {
        const auto port = servers_[caller % servers_.size()]->port();
        start.arrive_and_wait();
        const int status = support::get(port, "/api/sso/validate?code=" + code).status;
        round.told += status == 200 ? 1 : 0;
        round.strange += status != 200 && status != 401 && status != 429 ? 1 : 0;
      });
    }
  }

  support::Installation installation_{GetParam()};
  std::vector<std::unique_ptr<support::Server>> servers_;
};

INSTANTIATE_TEST_SUITE_P(engines, LS3_Race,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(LS3_Race, has_one_winner_in_every_round) {
  start(GetParam() == EngineKind::postgres ? 3 : 1);
  const support::Variables key{{"GAPURA_MASTER_KEY", kMasterKey},
                               {"GAPURA_ISSUER", "http://localhost:9000"}};
  add_user(installation_, "ani", support::kPassword, {}, key);
  installation_.json(
      {"site", "add", "--name", "Travelin", "--redirect-url", kCallback, "--no-secret"}, key);
  auto browser = support::browser_of(*servers_.front(), "http://localhost:9000");
  support::log_in(browser, "ani");
  for (int number = 0; number < kRounds; ++number) {
    const auto code = support::code_in(browser.get(support::login_for(kCallback)));
    ASSERT_NE(code, "");
    Round round;
    race(code, round);
    ASSERT_EQ(round.told, 1) << "round " << number;
    ASSERT_EQ(round.strange, 0) << "round " << number;
  }
  EXPECT_TRUE(installation_.json({"audit", "verify"}, key).at("ok").as_bool());
}

}  // namespace
