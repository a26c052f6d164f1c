#include "identity/budget/meter.h"

#include <gtest/gtest.h>

namespace identity::budget {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Tariff kTariff{.free = 3,
                         .first_delay = seconds(2),
                         .longest_delay = seconds(16),
                         .lock_after = 9,
                         .lock_for = hours(1),
                         .forget_one_every = minutes(10)};
const base::Instant kStart = base::from_micros(1'700'000'000'000'000);

// One row an attempt: how long after the last one, whether it may, and how long the door is shut.
struct Row {
  base::Duration later;
  bool allowed;
  std::uint32_t attempts;
  base::Duration shut;
};

TEST(Meter, LG2_delays_grow_before_there_is_a_lock) {
  const std::vector<Row> rows = {
      {seconds(0), true, 1, seconds(0)},   {seconds(0), true, 2, seconds(0)},
      {seconds(0), true, 3, seconds(2)},   {seconds(1), false, 3, seconds(1)},
      {seconds(1), true, 4, seconds(4)},   {seconds(3), false, 4, seconds(1)},
      {seconds(1), true, 5, seconds(8)},   {seconds(8), true, 6, seconds(16)},
      {seconds(16), true, 7, seconds(16)}, {seconds(16), true, 8, seconds(16)},
      {seconds(16), true, 9, hours(1)},    {minutes(59), false, 3, minutes(1)},
      {minutes(1), true, 4, seconds(4)},   {minutes(10), true, 4, seconds(4)},
      {hours(24), true, 1, seconds(0)},
  };
  Meter meter;
  base::Instant now = kStart;
  int number = 0;
  for (const Row& row : rows) {
    SCOPED_TRACE(++number);
    now += row.later;
    const Charged charged = charge(meter, kTariff, now);
    meter = charged.after;
    EXPECT_EQ(charged.allowed, row.allowed);
    EXPECT_EQ(meter.attempts, row.attempts);
    EXPECT_EQ(std::max(meter.open_at - now, base::Duration(0)), row.shut);
    EXPECT_EQ(charged.closed, row.allowed && row.shut > base::Duration(0));
  }
}

TEST(Meter, LG4_knocking_does_not_keep_it_shut) {
  Meter meter;
  for (int attempt = 0; attempt < 3; ++attempt) {
    meter = charge(meter, kTariff, kStart).after;
  }
  const base::Instant opens = meter.open_at;
  for (int knock = 0; knock < 1000; ++knock) {
    const Charged charged = charge(meter, kTariff, kStart + seconds(1));
    EXPECT_FALSE(charged.allowed);
    meter = charged.after;
  }
  EXPECT_EQ(meter.open_at, opens);
  EXPECT_TRUE(charge(meter, kTariff, opens).allowed);
}

TEST(Meter, a_right_attempt_is_given_back_and_no_other) {
  Meter meter;
  for (int attempt = 0; attempt < 3; ++attempt) {
    meter = charge(meter, kTariff, kStart).after;
  }
  EXPECT_GT(meter.open_at, kStart);
  meter = give_back(meter, kTariff, kStart);
  EXPECT_EQ(meter.attempts, 2U);
  EXPECT_EQ(meter.open_at, kStart);
  EXPECT_EQ(give_back(Meter{}, kTariff, kStart).attempts, 0U);
}

TEST(Meter, a_clock_that_goes_back_forgets_nothing) {
  Meter meter = charge(Meter{}, kTariff, kStart).after;
  meter = charge(meter, kTariff, kStart - hours(5)).after;
  EXPECT_EQ(meter.attempts, 2U);
}

TEST(Meter, a_forgotten_meter_is_as_good_as_none) {
  Meter meter;
  for (int attempt = 0; attempt < 3; ++attempt) {
    meter = charge(meter, kTariff, kStart).after;
  }
  const base::Instant forgotten = forgotten_at(meter, kTariff);
  EXPECT_EQ(forgotten, kStart + minutes(30));
  EXPECT_EQ(charge(meter, kTariff, forgotten).after.attempts, 1U);
}

}  // namespace
}  // namespace identity::budget
