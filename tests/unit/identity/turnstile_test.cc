#include "identity/budget/turnstile.h"

#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"

namespace identity::budget {
namespace {

using std::chrono::seconds;

AddressBytes subscriber(std::uint32_t number, std::uint8_t host = 1) {
  return {0x20,
          0x01,
          0x0d,
          0xb8,
          static_cast<std::uint8_t>(number >> 24U),
          static_cast<std::uint8_t>(number >> 16U),
          static_cast<std::uint8_t>(number >> 8U),
          static_cast<std::uint8_t>(number),
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          host};
}

class TurnstileTest : public testing::Test {
 protected:
  std::size_t entered(const AddressBytes& address, int tries) {
    std::size_t through = 0;
    for (int i = 0; i < tries; ++i) {
      through += turnstile_.enter(address) ? 0 : 1;
    }
    return through;
  }

  support::ManualClock clock_;
  Turnstile turnstile_{{.free = 10,
                        .first_delay = seconds(1),
                        .longest_delay = seconds(4),
                        .lock_after = 1'000'000,
                        .forget_one_every = seconds(1)},
                       clock_};
};

TEST_F(TurnstileTest, a_network_gets_so_many_at_once_and_then_so_many_in_time_DS1) {
  EXPECT_EQ(entered(subscriber(1), 1000), 10U);
  EXPECT_EQ(turnstile_.enter(subscriber(1, 9)), seconds(1)) << "the /64 is one network";
  EXPECT_EQ(entered(subscriber(2), 1), 1U) << "others are others";
  std::size_t in_ten_minutes = 0;
  for (int second = 0; second < 600; ++second) {
    clock_.advance(seconds(1));
    in_ten_minutes += entered(subscriber(1), 100);
  }
  EXPECT_GE(in_ten_minutes, 500U) << "who comes at the pace of the meter is let through";
  EXPECT_LE(in_ten_minutes, 620U);
}

TEST_F(TurnstileTest, what_is_given_back_was_not_counted) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(turnstile_.enter(subscriber(1)));
    turnstile_.give_back(subscriber(1));
  }
  turnstile_.give_back(subscriber(7));
  EXPECT_EQ(entered(subscriber(1), 100), 10U);
}

TEST_F(TurnstileTest, who_comes_from_no_network_is_not_counted) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(turnstile_.enter(std::nullopt));
  }
}

TEST_F(TurnstileTest, remembers_no_more_networks_than_it_has_room_for_DS1) {
  constexpr std::uint32_t kHeldBack = Turnstile::kMostNetworks;
  EXPECT_EQ(entered(subscriber(kHeldBack), 11), 10U);
  std::size_t let_in = 0;
  for (std::uint32_t number = 0; number < kHeldBack; ++number) {
    let_in += entered(subscriber(number), 1);
  }
  EXPECT_EQ(let_in, kHeldBack) << "there is room again when the open ones have gone";
  EXPECT_LE(turnstile_.networks(), Turnstile::kMostNetworks);
  EXPECT_GT(turnstile_.networks(), 0U);
  EXPECT_TRUE(turnstile_.enter(subscriber(kHeldBack))) << "who is held back stays so";
}

TEST_F(TurnstileTest, full_of_networks_that_are_held_back_lets_nobody_new_in_DS2) {
  Turnstile strict({.free = 1, .first_delay = seconds(1), .longest_delay = seconds(1)}, clock_);
  for (std::uint32_t number = 0; number < Turnstile::kMostNetworks; ++number) {
    ASSERT_FALSE(strict.enter(subscriber(number)));
  }
  const auto newcomer = subscriber(Turnstile::kMostNetworks);
  EXPECT_TRUE(strict.enter(newcomer));
  EXPECT_TRUE(strict.enter(newcomer));
  EXPECT_EQ(strict.networks(), Turnstile::kMostNetworks);
  EXPECT_TRUE(strict.enter(subscriber(7)));
  clock_.advance(seconds(1));
  EXPECT_FALSE(strict.enter(newcomer));
}

}  // namespace
}  // namespace identity::budget
