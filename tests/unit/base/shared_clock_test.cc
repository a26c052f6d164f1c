#include "base/shared_clock.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(SharedClock_KY3, is_the_machines_until_it_is_told_the_time) {
  SharedClock clock;
  const Instant machine = SystemClock().now();
  EXPECT_GE(clock.now(), machine);
  EXPECT_LT(clock.now(), machine + std::chrono::minutes(1));

  EXPECT_TRUE(clock.set(machine + std::chrono::hours(1), std::chrono::milliseconds(20)));
  EXPECT_GE(clock.now(), machine + std::chrono::hours(1));
  EXPECT_LT(clock.now(), machine + std::chrono::minutes(61));

  EXPECT_TRUE(clock.set(machine - std::chrono::hours(1), std::chrono::milliseconds(20)));
  EXPECT_LT(clock.now(), machine);
}

TEST(SharedClock, is_left_alone_where_it_is_near_enough) {
  SharedClock clock;
  const Instant machine = SystemClock().now();
  EXPECT_FALSE(clock.set(machine + std::chrono::minutes(1), std::chrono::hours(1)));
  EXPECT_FALSE(clock.set(machine - std::chrono::minutes(1), std::chrono::hours(1)));
  EXPECT_GE(clock.now(), machine);
  EXPECT_LT(clock.now(), machine + std::chrono::minutes(1));
}

}  // namespace
}  // namespace base
