#include "http/wire/wheel.h"

#include <memory>
#include <vector>

#include <gtest/gtest.h>

namespace http::wire {
namespace {

class Deadline final : public Wheel::Entry {
 public:
  explicit Deadline(int& fired) : fired_(fired) {}
  void expired() override { ++fired_; }

 private:
  int& fired_;
};

int ticks_until(Wheel& wheel, const int& fired, int most = 5000) {
  for (int i = 1; i <= most; ++i) {
    wheel.tick();
    if (fired != 0) {
      return i;
    }
  }
  return -1;
}

TEST(Wheel, fires_once_and_never_early) {
  for (const int ticks : {1, 2, 10, 255, 256, 257, 1000, 4000}) {
    Wheel wheel;
    int fired = 0;
    Deadline deadline(fired);
    wheel.arm(deadline, ticks);
    EXPECT_EQ(ticks_until(wheel, fired), ticks + 1);
    EXPECT_TRUE(wheel.empty());
    for (int i = 0; i < 600; ++i) {
      wheel.tick();
    }
    EXPECT_EQ(fired, 1);
  }
}

TEST(Wheel, moves_both_ways) {
  Wheel wheel;
  int fired = 0;
  Deadline deadline(fired);
  wheel.arm(deadline, 300);
  wheel.arm(deadline, 5);
  EXPECT_EQ(ticks_until(wheel, fired), 6);
  fired = 0;
  wheel.arm(deadline, 5);
  for (int i = 0; i < 1000; ++i) {
    wheel.arm(deadline, 5);
    wheel.tick();
    EXPECT_EQ(fired, 0);
  }
  EXPECT_EQ(ticks_until(wheel, fired), 5);
}

TEST(Wheel, forgets_who_is_disarmed_or_gone) {
  Wheel wheel;
  int fired = 0;
  Deadline disarmed(fired);
  wheel.arm(disarmed, 3);
  Wheel::disarm(disarmed);
  {
    std::vector<std::unique_ptr<Deadline>> gone;
    for (int i = 0; i < 5; ++i) {
      gone.push_back(std::make_unique<Deadline>(fired));
      wheel.arm(*gone.back(), 3);
    }
    gone.erase(gone.begin() + 2);
  }
  EXPECT_EQ(ticks_until(wheel, fired, 1000), -1);
  EXPECT_TRUE(wheel.empty());
}

}  // namespace
}  // namespace http::wire
