#include "base/ids.h"

#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"

namespace base {
namespace {

struct ThingTag;
using ThingId = Id<ThingTag>;

TEST(Ids, stay_in_time_order_when_the_clock_steps_back_KY3) {
  support::ManualClock clock;
  SystemRandom random;
  IdSource source(clock, random);
  ThingId last = source.next<ThingTag>();
  for (int i = 0; i < 10'000; ++i) {
    if (i == 5'000) {
      clock.advance(-std::chrono::hours(1));
    }
    const ThingId next = source.next<ThingTag>();
    ASSERT_LT(last, next);
    ASSERT_LT(last.text(), next.text());
    last = next;
  }
}

TEST(Ids, text_goes_both_ways) {
  SystemClock clock;
  SystemRandom random;
  IdSource source(clock, random);
  const ThingId id = source.next<ThingTag>();
  EXPECT_EQ(id.text().size(), 26U);
  EXPECT_EQ(ThingId::parse(id.text()), id);
  EXPECT_FALSE(ThingId::parse("8" + id.text().substr(1)).has_value());
  EXPECT_FALSE(ThingId::parse(id.text().substr(1)).has_value());
  EXPECT_FALSE(ThingId::parse("u" + id.text().substr(1)).has_value());
}

}  // namespace
}  // namespace base
