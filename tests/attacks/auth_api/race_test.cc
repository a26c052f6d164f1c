// One refresh token of a frontend, shown by many tabs at once, on one node or three.
#include <atomic>
#include <mutex>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/racing_nodes.h"
#include "tests/support/spa.h"

namespace {

using support::RacingNodes;
using support::Spa;

class CK5_TK7_Race : public testing::TestWithParam<support::EngineKind> {
 protected:
  RacingNodes nodes{GetParam()};

  // At the node of that port.
  static Spa spa_at(std::uint16_t port) {
    return {[port](const support::Asked& asked) { return support::carry(port, asked); },
            RacingNodes::kIssuer};
  }
  Spa logged_in() {
    add_user(nodes.installation(), "ani", support::kPassword, {}, RacingNodes::shared());
    auto spa = spa_at(nodes.first().port());
    EXPECT_EQ(spa.log_in("ani", support::kPassword).status, 200);
    return spa;
  }
  struct Round {
    std::atomic<int> given = 0;
    std::atomic<int> cleared = 0;
    std::mutex mutex;
    std::set<std::string> successors;
  };
  void race(const Spa& spa, Round& round) {
    nodes.race([&](std::uint16_t port) {
      auto tab = spa_at(port);
      tab.set_cookie("refresh_token", *spa.cookie("refresh_token"));
      const auto answer = tab.post("/auth/refresh-token");
      if (answer.status != 200) {
        round.cleared += answer.header("Set-Cookie") ? 1 : 0;
        return;
      }
      ++round.given;
      const std::lock_guard lock(round.mutex);
      round.successors.insert(*tab.cookie("refresh_token"));
    });
  }
};
INSTANTIATE_TEST_SUITE_P(engines, CK5_TK7_Race,
                         testing::Values(support::EngineKind::sqlite,
                                         support::EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(CK5_TK7_Race, takes_one_step_and_gives_every_tab_the_same_successor) {
  // A machine that is busy may take longer for 64 than the ten seconds of the default.
  nodes.start({{"GAPURA_REFRESH_GRACE", "60s"}});
  auto spa = logged_in();
  const int rounds = support::race_rounds(10);
  for (int number = 0; number < rounds; ++number) {
    Round round;
    race(spa, round);
    ASSERT_EQ(round.given, static_cast<int>(RacingNodes::kCallers)) << "round " << number;
    ASSERT_EQ(round.successors.size(), 1U) << "round " << number;
    spa.set_cookie("refresh_token", *round.successors.begin());
  }
  EXPECT_EQ(nodes.installation().sql("SELECT generation FROM families"),
            std::vector<std::string>{std::to_string(rounds + 1)});
  EXPECT_TRUE(nodes.json({"audit", "verify"}).at("ok").as_bool());
}

TEST_P(CK5_TK7_Race, without_a_grace_one_tab_alone_is_given_it) {
  nodes.start({{"GAPURA_REFRESH_GRACE", "0s"}});
  const auto spa = logged_in();
  Round round;
  race(spa, round);
  EXPECT_EQ(round.given, 1);
  EXPECT_EQ(round.cleared, 0) << "and no other clears a cookie";
  EXPECT_EQ(nodes.installation().sql("SELECT generation FROM families"),
            std::vector<std::string>{"2"});
}

}  // namespace
