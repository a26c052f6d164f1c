#include "federation/lanes.h"

#include <vector>

#include <gtest/gtest.h>

namespace federation {
namespace {

TEST(Lanes, FD7_a_slow_provider_takes_no_others_place) {
  Lanes lanes;
  std::vector<Lanes::Lane> waiting;
  for (std::size_t each = 0; each < Lanes::kMost; ++each) {
    waiting.push_back(lanes.enter("slow"));
    ASSERT_TRUE(waiting.back());
  }
  EXPECT_FALSE(lanes.enter("slow"));
  EXPECT_TRUE(lanes.enter("other"));
  waiting.pop_back();
  EXPECT_TRUE(lanes.enter("slow"));
}

}  // namespace
}  // namespace federation
