// One refresh token, shown by many at once, on one node or three.
#include <mutex>
#include <set>

#include <gmock/gmock.h>

#include "tests/support/oauth_client.h"
#include "tests/support/racing_nodes.h"

namespace {

constexpr const char* kCallback = "http://localhost:3000/callback";

class TK7_Race : public testing::TestWithParam<support::EngineKind> {
 protected:
  support::RacingNodes nodes{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(engines, TK7_Race,
                         testing::Values(support::EngineKind::sqlite,
                                         support::EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(TK7_Race, takes_one_step_in_every_round_and_gives_everybody_the_same_successor) {
  // A machine that is busy may take longer for 64 than the ten seconds of the default.
  nodes.start({{"GAPURA_REFRESH_GRACE", "60s"}});
  const support::OauthClient client(
      nodes.json({"client", "add", "--name", "Satker", "--redirect-uri", kCallback, "--first-party",
                  "--profile", "sso", "--scope", "view-user", "--refresh"}),
      kCallback);
  auto browser = nodes.browser_of("ani");
  const auto page =
      client.redeem(nodes.first().port(),
                    support::code_of(browser.get(client.authorize("view-user", "s")).location()));
  ASSERT_EQ(page.status, 200) << page.body;
  std::string token(base::parse_json_object(page.body).value().at("refresh_token").as_string());
  const int rounds = support::race_rounds(50);
  for (int number = 0; number < rounds; ++number) {
    std::mutex mutex;
    std::set<std::string> refusals;
    std::set<std::string> successors;
    std::string access_token;
    nodes.race([&](std::uint16_t port) {
      const auto answer = client.refresh(port, token);
      const std::lock_guard lock(mutex);
      if (answer.status != 200) {
        refusals.insert(answer.body);
        return;
      }
      const auto said = base::parse_json_object(answer.body).value();
      successors.emplace(said.at("refresh_token").as_string());
      access_token = said.at("access_token").as_string();
    });
    ASSERT_THAT(refusals, testing::IsEmpty()) << "round " << number;
    ASSERT_EQ(successors.size(), 1U) << "round " << number;
    ASSERT_NE(*successors.begin(), token);
    token = *successors.begin();
    ASSERT_EQ(support::get(nodes.last().port(), "/api/user-sso",
                           {"Authorization: Bearer " + access_token})
                  .status,
              200);
  }
  EXPECT_EQ(nodes.installation().sql("SELECT generation FROM families"),
            std::vector<std::string>{std::to_string(rounds + 1)});
  EXPECT_TRUE(nodes.json({"audit", "verify"}).at("ok").as_bool());
}

}  // namespace
