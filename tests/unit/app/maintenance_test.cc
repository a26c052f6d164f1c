#include "app/maintenance.h"

#include <latch>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/support/kept_log.h"
#include "tests/support/manual_clock.h"

namespace app {
namespace {

TEST(Maintenance, a_job_that_fails_is_logged_and_stops_neither_the_others_nor_the_next_time) {
  support::ManualClock clock;
  support::KeptLog kept;
  base::Log log(kept, clock, base::LogLevel::info);
  std::latch failed(3);
  std::latch done(3);
  const auto count = [](std::latch& latch) {
    if (!latch.try_wait()) {
      latch.count_down();
    }
  };
  {
    const Maintenance maintenance(
        {{"fails",
          [&]() -> base::Done {
            count(failed);
            return base::reject(base::ErrorCode::unavailable, "", "no database");
          }},
         {"throws", [&]() -> base::Done { throw std::runtime_error("an odd row"); }},
         {"works",
          [&]() -> base::Done {
            count(done);
            return {};
          }}},
        std::chrono::milliseconds(1), log);
    failed.wait();
    done.wait();
  }
  const auto lines = kept.lines();
  ASSERT_GE(lines.size(), 3U);
  EXPECT_NE(lines[0].find("\"job\":\"fails\""), std::string::npos);
  EXPECT_NE(lines[0].find("no database"), std::string::npos);
  EXPECT_NE(lines[1].find("an odd row"), std::string::npos);
}

TEST(Maintenance, ends_without_waiting_for_its_interval) {
  support::ManualClock clock;
  support::KeptLog kept;
  base::Log log(kept, clock, base::LogLevel::info);
  bool ran = false;
  {
    const Maintenance maintenance({{"job",
                                    [&]() -> base::Done {
                                      ran = true;
                                      return {};
                                    }}},
                                  std::chrono::hours(1), log);
  }
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace app
