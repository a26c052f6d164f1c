#include "storage/pool.h"

#include <atomic>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

namespace storage {
namespace {

struct Thing {
  int number;
};

class PoolTest : public testing::Test {
 protected:
  int opened = 0;
  bool failing = false;
  bool throwing = false;
  Pool<Thing> pool{2, [this]() -> base::Result<std::unique_ptr<Thing>> {
                     if (throwing) {
                       throw std::runtime_error("no memory");
                     }
                     if (failing) {
                       return base::reject(base::ErrorCode::unavailable, "", "down");
                     }
                     return std::make_unique<Thing>(++opened);
                   }};
};

TEST_F(PoolTest, lends_the_one_used_last_before_it_opens_another) {
  {
    auto first = pool.lend();
    EXPECT_EQ((*first)->number, 1);
  }
  auto again = pool.lend();
  EXPECT_EQ((*again)->number, 1);
  auto second = pool.lend();
  EXPECT_EQ((*second)->number, 2);
}

TEST_F(PoolTest, never_lends_more_than_it_may_and_wakes_who_waits) {
  std::optional first = *pool.lend();
  auto second = pool.lend();
  std::atomic<bool> lent = false;
  std::jthread waiting([&] {
    auto third = pool.lend();
    lent = third.has_value();
  });
  first.reset();
  waiting.join();
  EXPECT_TRUE(lent);
  EXPECT_EQ(opened, 2);
}

TEST_F(PoolTest, a_failure_to_open_takes_no_place) {
  failing = true;
  for (int turn = 0; turn < 5; ++turn) {
    EXPECT_FALSE(pool.lend());
  }
  failing = false;
  auto first = pool.lend();
  auto second = pool.lend();
  EXPECT_TRUE(first && second);
}

TEST_F(PoolTest, an_exception_while_opening_takes_no_place) {
  throwing = true;
  for (int turn = 0; turn < 5; ++turn) {
    EXPECT_THROW((void)pool.lend(), std::runtime_error);
  }
  throwing = false;
  EXPECT_TRUE(pool.lend());
}

// Its answer is still on the way, and would be taken for that to the next question.
TEST_F(PoolTest, lends_no_connection_again_that_was_given_back_by_an_exception) {
  const auto broken = [&] {
    auto lease = pool.lend();
    throw std::runtime_error("between question and answer");
  };
  EXPECT_THROW(broken(), std::runtime_error);
  auto next = pool.lend();
  EXPECT_EQ((*next)->number, 2);
}

}  // namespace
}  // namespace storage
