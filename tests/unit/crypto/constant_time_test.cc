// Whether a comparison takes longer the later two values differ, as dudect asks it: both classes in
// turns in one run, the middle of many measurements, and a comparison that does leak beside it, so
// that a machine on which nothing could be seen fails the test instead of passing it.
#include <algorithm>
#include <array>
#include <chrono>
#include <functional>

#include <gtest/gtest.h>

#include "crypto/digest.h"

namespace crypto {
namespace {

using Compare = std::function<bool(base::BytesView, base::BytesView)>;

// Long enough that the clock sees where a comparison stops.
constexpr std::size_t kOctets = 65536;
constexpr std::size_t kTurns = 201;

bool leaking(base::BytesView a, base::BytesView b) {
  for (std::size_t at = 0; at < a.size(); ++at) {
    if (a[at] != b[at]) {
      return false;
    }
  }
  return true;
}

// How many times longer it takes where the last octet differs than where the first does.
double late_beside_early(const Compare& same) {
  const base::Bytes kept(kOctets, 7);
  base::Bytes early = kept;
  early.front() ^= 0x80;
  base::Bytes late = kept;
  late.back() ^= 0x80;
  std::array<double, kTurns> of_early{};
  std::array<double, kTurns> of_late{};
  const auto time = [&](const base::Bytes& shown) {
    const auto began = std::chrono::steady_clock::now();
    EXPECT_FALSE(same(kept, shown));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  for (std::size_t turn = 0; turn < kTurns; ++turn) {
    of_early[turn] = time(early);
    of_late[turn] = time(late);
  }
  const auto middle = [](std::array<double, kTurns>& all) {
    std::ranges::nth_element(all, all.begin() + kTurns / 2);
    return all[kTurns / 2];
  };
  return middle(of_late) / middle(of_early);
}

TEST(Equal_KY5, takes_as_long_wherever_two_values_differ) {
  EXPECT_GT(late_beside_early(leaking), 5) << "what leaks is seen";
  const double ours = late_beside_early(equal);
  EXPECT_LT(ours, 1.5);
  EXPECT_GT(ours, 1 / 1.5);
}

}  // namespace
}  // namespace crypto
