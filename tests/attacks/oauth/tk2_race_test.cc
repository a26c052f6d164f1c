// One code, redeemed by many at once, on one node or three.
#include <atomic>
#include <mutex>

#include <gtest/gtest.h>

#include "tests/support/oauth_client.h"
#include "tests/support/racing_nodes.h"

namespace {

constexpr const char* kCallback = "http://localhost:3000/callback";

class TK2_Race : public testing::TestWithParam<support::EngineKind> {
 protected:
  support::RacingNodes nodes{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(engines, TK2_Race,
                         testing::Values(support::EngineKind::sqlite,
                                         support::EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(TK2_Race, has_one_winner_in_every_round_and_no_token_that_lives) {
  // All but one of each round are wrong.
  nodes.start({{"GAPURA_OAUTH_CLIENT_WRONG", "1000000"}});
  const support::OauthClient client(
      nodes.json({"client", "add", "--name", "Satker", "--redirect-uri", kCallback, "--first-party",
                  "--profile", "sso", "--scope", "view-user"}),
      kCallback);
  auto browser = nodes.browser_of("ani");
  const int rounds = support::race_rounds(50);
  for (int number = 0; number < rounds; ++number) {
    const auto code = support::code_of(browser.get(client.authorize("view-user", "s")).location());
    ASSERT_NE(code, "");
    std::atomic<int> granted = 0;
    std::atomic<int> strange = 0;  // an answer that is neither
    std::mutex mutex;
    std::string token;
    nodes.race([&](std::uint16_t port) {
      const auto page = client.redeem(port, code);
      granted += page.status == 200 ? 1 : 0;
      strange += page.status != 200 && page.status != 400 ? 1 : 0;
      if (page.status == 200) {
        const std::lock_guard lock(mutex);
        token = base::parse_json_object(page.body).value().at("access_token").as_string();
      }
    });
    ASSERT_EQ(granted, 1) << "round " << number;
    ASSERT_EQ(strange, 0) << "round " << number;
    ASSERT_EQ(support::get(nodes.last().port(), "/api/user-sso", {"Authorization: Bearer " + token})
                  .status,
              401)
        << "those that came second have ended it";
  }
  EXPECT_TRUE(nodes.json({"audit", "verify"}).at("ok").as_bool());
}

}  // namespace
