// What a clock that is far off may do to the keys of a cluster (KY3), and when keys go.
#include "tests/unit/keys/ring_fixture.h"

namespace keys {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class ClockJump : public KeyRingTest {
 protected:
  // A second node, with a clock of its own.
  std::unique_ptr<KeyRing> open_other() {
    other_clock_.set(clock_.now());
    return KeyRing::open({.store = store_,
                          .sealer = sealer_,
                          .clock = other_clock_,
                          .random = random_,
                          .log = log_},
                         options_)
        .value();
  }
  bool stored(const std::string& kid) {
    return std::ranges::find(store_.rows(), kid, &KeyRow::kid) != store_.rows().end();
  }
  // Another key signs, by a rotation by hand.
  std::string rotate(KeyRing& ring) {
    EXPECT_TRUE(ring.rotate(kEdDSA, "cli").has_value());
    clock_.advance(hours(1));
    EXPECT_TRUE(ring.maintain().has_value());
    return signing(ring);
  }

  support::ManualClock other_clock_;
};

TEST_F(ClockJump, ahead_on_one_node_takes_no_key_from_the_others_KY3) {
  for (const auto jump : {days(2), days(60), days(100), days(4000)}) {
    store_.rows().clear();
    const auto here = open();
    const std::string retired_token = (*here->signer(kEdDSA))->sign("JWT", "{}");
    const std::string retired = signing(*here);
    const std::string kid = rotate(*here);

    const auto there = open_other();
    other_clock_.advance(jump);
    for (int hour = 0; hour < 20 * 24; ++hour) {
      ASSERT_TRUE(there->maintain().has_value());
      ASSERT_TRUE(here->maintain().has_value());
      ASSERT_NE(signing(*there), "none") << jump.count();
      ASSERT_EQ(signing(*here), kid) << jump.count();
      if (hour < 24) {
        ASSERT_TRUE(stored(retired)) << jump.count();
        ASSERT_TRUE(here->verify(retired_token, {.typ = "JWT"}).has_value()) << jump.count();
      }
      clock_.advance(hours(1));
      other_clock_.advance(hours(1));
    }
    // What the node that is ahead signs is known here too.
    EXPECT_TRUE(here->verify((*there->signer(kEdDSA))->sign("JWT", "{}"), {.typ = "JWT"}));
  }
}

TEST_F(ClockJump, ahead_leaves_the_key_of_the_others_published_for_a_day_KY3) {
  const auto here = open();
  const auto there = open_other();
  other_clock_.advance(days(100));
  ASSERT_TRUE(there->maintain().has_value());
  other_clock_.advance(hours(24));
  ASSERT_TRUE(there->maintain().has_value());
  EXPECT_EQ(published(*there), (Kids{signing(*here), signing(*there)}));
}

TEST_F(ClockJump, and_back_again_leaves_the_key_that_signed_and_a_way_to_rotate_it_KY3) {
  const auto ring = open();
  const std::string first = signing(*ring);
  clock_.advance(days(100));
  ASSERT_TRUE(ring->maintain().has_value());
  const std::string early = signing(*ring);
  EXPECT_NE(early, first);
  clock_.advance(-days(100));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_EQ(signing(*ring), first);
  EXPECT_TRUE(ring->ready().has_value());

  const std::string second = rotate(*ring);
  EXPECT_NE(second, first);
  EXPECT_NE(second, early);
  clock_.advance(hours(24) + minutes(5));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_EQ(published(*ring), Kids{second});
}

TEST_F(ClockJump, that_was_none_but_a_year_switched_off_is_survived) {
  const std::string first = signing(*open());
  clock_.advance(days(365));
  const auto ring = open();
  EXPECT_NE(signing(*ring), "none");
  EXPECT_NE(signing(*ring), first);
  EXPECT_EQ(ring->snapshot()->newest(kEdDSA)->row.generation, 2);
}

TEST_F(ClockJump, a_row_goes_a_week_after_the_second_later_key_has_outlived_its_tokens) {
  const auto ring = open();
  const std::string first = signing(*ring);
  const std::string second = rotate(*ring);
  clock_.advance(days(60));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_EQ(published(*ring), Kids{second});
  EXPECT_TRUE(stored(first));

  const std::string third = rotate(*ring);
  clock_.advance(days(7) + hours(24) + minutes(5) - seconds(1));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_TRUE(stored(first));
  clock_.advance(seconds(1));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_FALSE(stored(first));
  EXPECT_TRUE(stored(second));
  EXPECT_TRUE(stored(third));
  EXPECT_EQ(store_.events().back().type, "key.removed");
  EXPECT_EQ(store_.events().back().subject, "key:" + first);
}

TEST_F(ClockJump, an_algorithm_no_longer_wanted_is_published_until_its_tokens_are_dead) {
  options_.algorithms = {kEdDSA, kES256};
  open();
  options_.algorithms = {kEdDSA};
  const auto ring = open();
  clock_.advance(days(91) + minutes(5) - seconds(1));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_NE(ring->snapshot()->newest(kES256), nullptr);
  clock_.advance(seconds(1));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_EQ(ring->snapshot()->newest(kES256), nullptr);
}

}  // namespace
}  // namespace keys
