#include "app/times.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace app {
namespace {

const base::Instant kNow = base::from_micros(1'787'377'681'000'000);  // 2026-08-22T05:48:01Z

TEST(Times, a_day_a_moment_and_a_time_back) {
  EXPECT_EQ(parse_time("2026-08-22T05:48:01Z", kNow), kNow);
  EXPECT_EQ(base::to_iso8601(*parse_time("2026-08-22", kNow)), "2026-08-22T00:00:00.000000Z");
  EXPECT_EQ(parse_time("24h", kNow), kNow - std::chrono::hours(24));
}

TEST(Times, whatever_else_is_none) {
  for (const char* text :
       {"", "yesterday", "2026", "2026-8-22", "2026-02-30", "2026-13-01", "2026-08-22 05:48:01",
        "2026-08-22T05:48:01", "2026-08-22T05:48:01+07:00", "2026-08-22T24:00:00Z",
        "2026-08-22T05:48:60Z", "2026-08-22T05:48:01Zx", "-24h", "999999d"}) {
    EXPECT_EQ(parse_time(text, kNow), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace app
