// What an exception in the middle of a batch leaves behind.
#include <atomic>
#include <stdexcept>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

// Throws once, when an entry of the trail is given its time: after the operation wrote.
class BrokenClock final : public base::Clock {
 public:
  explicit BrokenClock(const base::Clock& clock) : clock_(clock) {}
  base::Instant now() const override {
    if (broken_.exchange(false)) {
      throw std::runtime_error("the clock is broken");
    }
    return clock_.now();
  }
  void break_once() { broken_ = true; }

 private:
  const base::Clock& clock_;
  mutable std::atomic<bool> broken_ = false;
};

class Thrown : public OnEveryEngine {};
GAPURA_ON_SQL_ENGINES(Thrown);

TEST_P(Thrown, in_the_engine_it_fails_the_batch_and_holds_up_nobody) {
  BrokenClock clock(place.clock);
  const auto node =
      storage::open(place.options("node-b"), {clock, place.log(), place.chain_key}).value();
  ASSERT_TRUE(node->one_time().put(one_time(1), event("code.issued")));
  clock.break_once();
  const auto lost = node->one_time().put(one_time(2), event("code.issued"));
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, base::ErrorCode::unavailable);

  // Neither its lock nor its rows nor its place in the chain are left over.
  EXPECT_TRUE(database->trail().append(event("by.another")));
  EXPECT_TRUE(node->one_time().put(one_time(2), event("code.issued")));
  expect_whole_trail(3);
}

}  // namespace
}  // namespace contract
