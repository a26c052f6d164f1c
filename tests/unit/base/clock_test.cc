#include "base/clock.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Clock, writes_times_as_the_contract_shows_them) {
  EXPECT_EQ(to_iso8601(from_micros(1'724'305'681'000'000)), "2024-08-22T05:48:01.000000Z");
  EXPECT_EQ(to_iso8601(from_micros(0)), "1970-01-01T00:00:00.000000Z");
}

TEST(Clock_KY3, counts_on_past_2038) {
  EXPECT_EQ(to_iso8601(from_micros(2'147'483'648'123'456)), "2038-01-19T03:14:08.123456Z");
  EXPECT_EQ(to_seconds(from_micros(2'147'483'648'123'456)), 2'147'483'648);
}

}  // namespace
}  // namespace base
