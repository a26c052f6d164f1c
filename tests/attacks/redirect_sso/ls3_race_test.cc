// One code, asked about by many at once, on one node or three.
#include <atomic>

#include <gtest/gtest.h>

#include "tests/support/racing_nodes.h"
#include "tests/support/sites.h"

namespace {

constexpr const char* kCallback = "http://localhost:3000/auth/callback";

class LS3_Race : public testing::TestWithParam<support::EngineKind> {
 protected:
  support::RacingNodes nodes{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(engines, LS3_Race,
                         testing::Values(support::EngineKind::sqlite,
                                         support::EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

// Each from a network of its own: all but one of each round are wrong, and from one network they
// would soon be told to wait instead of racing.
TEST_P(LS3_Race, has_one_winner_in_every_round) {
  nodes.start({{"GAPURA_HTTP_TRUSTED_PROXIES", "127.0.0.1"}});
  nodes.json({"site", "add", "--name", "Travelin", "--redirect-url", kCallback, "--no-secret"});
  auto browser = nodes.browser_of("ani");
  const int rounds = support::race_rounds(50);
  std::atomic<unsigned> networks = 0;
  for (int number = 0; number < rounds; ++number) {
    const auto code = support::code_in(browser.get(support::login_for(kCallback)));
    ASSERT_NE(code, "");
    std::atomic<int> told = 0;
    std::atomic<int> strange = 0;  // an answer that is none of the contract's
    nodes.race([&](std::uint16_t port) {
      const unsigned n = ++networks;
      const std::string from = "X-Forwarded-For: 10." + std::to_string(n >> 16U & 255U) + "." +
                               std::to_string(n >> 8U & 255U) + "." + std::to_string(n & 255U);
      const int status = support::get(port, "/api/sso/validate?code=" + code, {from}).status;
      told += status == 200 ? 1 : 0;
      strange += status != 200 && status != 401 ? 1 : 0;
    });
    ASSERT_EQ(told, 1) << "round " << number;
    ASSERT_EQ(strange, 0) << "round " << number;
  }
  EXPECT_TRUE(nodes.json({"audit", "verify"}).at("ok").as_bool());
}

}  // namespace
