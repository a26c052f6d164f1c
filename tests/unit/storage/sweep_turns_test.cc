#include "storage/sweep_turns.h"

#include <gtest/gtest.h>

namespace storage {
namespace {

class SweepTurnsTest : public testing::Test {
 protected:
  SweepTurns::Kind kind(std::size_t number) {
    return [this, number](base::Instant, std::size_t limit) -> base::Result<std::size_t> {
      asked.push_back(number);
      if (number == failing) {
        return base::reject(base::ErrorCode::unavailable, "", "told to");
      }
      const std::size_t gone = std::min(left[number], limit);
      left[number] -= gone;
      return gone;
    };
  }

  std::size_t failing = 99;
  std::vector<std::size_t> left = {0, 0, 0};
  std::vector<std::size_t> asked;
  SweepTurns turns{{kind(0), kind(1), kind(2)}};
};

using Order = std::vector<std::size_t>;

TEST_F(SweepTurnsTest, give_all_kinds_one_limit_together) {
  left = {4, 9, 5};
  const auto swept = turns.sweep({}, 10);
  EXPECT_EQ(swept.rows, 10U);
  EXPECT_TRUE(swept.done);
  EXPECT_EQ(left, (Order{0, 3, 5}));
  EXPECT_EQ(asked, (Order{0, 1}));
}

TEST_F(SweepTurnsTest, let_no_kind_starve_behind_another) {
  left = {1000, 1000, 1000};
  for (int round = 0; round < 4; ++round) {
    EXPECT_EQ(turns.sweep({}, 10).rows, 10U);
  }
  EXPECT_EQ(left, (Order{980, 990, 990}));
}

TEST_F(SweepTurnsTest, go_on_behind_a_kind_that_fails_and_tell_of_it) {
  failing = 1;
  left = {1, 1, 1};
  const auto swept = turns.sweep({}, 10);
  EXPECT_EQ(swept.rows, 2U);
  ASSERT_FALSE(swept.done);
  EXPECT_EQ(swept.done.error().description, "told to");
  EXPECT_EQ(left, (Order{0, 1, 0}));
}

}  // namespace
}  // namespace storage
