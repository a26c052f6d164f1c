#include "storage/sweeper.h"

#include <atomic>
#include <latch>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/support/kept_log.h"
#include "tests/support/manual_clock.h"

namespace storage {
namespace {

TEST(Sweeper, goes_on_batch_after_batch_while_there_is_something_to_sweep) {
  support::ManualClock clock;
  support::KeptLog lines;
  base::Log log(lines, clock, base::LogLevel::debug);
  std::atomic<std::size_t> left = 25;
  std::latch swept(3);
  Sweeper sweeper(
      [&](base::Instant now, std::size_t limit) -> base::Result<std::size_t> {
        EXPECT_EQ(now, clock.now());
        EXPECT_EQ(limit, 10U);
        const std::size_t gone = std::min<std::size_t>(left, limit);
        left -= gone;
        if (gone > 0) {
          swept.count_down();
        }
        return gone;
      },
      std::chrono::milliseconds(1), 10, clock, log);
  swept.wait();
  sweeper.stop();
  EXPECT_EQ(left, 0U);
}

TEST(Sweeper, outlives_a_failure_and_tells_the_log) {
  support::ManualClock clock;
  support::KeptLog lines;
  base::Log log(lines, clock, base::LogLevel::debug);
  std::latch tried(2);
  std::atomic<int> tries = 0;
  Sweeper sweeper(
      [&](base::Instant, std::size_t) -> base::Result<std::size_t> {
        if (++tries <= 2) {
          tried.count_down();
        }
        return base::reject(base::ErrorCode::unavailable, "", "no database");
      },
      std::chrono::milliseconds(1), 10, clock, log);
  tried.wait();
  sweeper.stop();
  EXPECT_GE(lines.lines().size(), 2U);
  EXPECT_NE(lines.lines().front().find("database.sweep_failed"), std::string::npos);
}

TEST(Sweeper, outlives_an_exception_and_tells_the_log) {
  support::ManualClock clock;
  support::KeptLog lines;
  base::Log log(lines, clock, base::LogLevel::debug);
  std::latch tried(2);
  std::atomic<int> tries = 0;
  Sweeper sweeper(
      [&](base::Instant, std::size_t) -> base::Result<std::size_t> {
        if (++tries <= 2) {
          tried.count_down();
        }
        throw std::runtime_error("no memory");
      },
      std::chrono::milliseconds(1), 10, clock, log);
  tried.wait();
  sweeper.stop();
  ASSERT_GE(lines.lines().size(), 2U);
  EXPECT_NE(lines.lines().front().find("database.sweep_failed"), std::string::npos);
  EXPECT_NE(lines.lines().front().find("no memory"), std::string::npos);
}

}  // namespace
}  // namespace storage
