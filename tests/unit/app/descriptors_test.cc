#include "app/descriptors.h"

#include <gtest/gtest.h>

#include "http/server.h"

namespace app {
namespace {

TEST(Descriptors_HP3, every_loop_and_every_reader_is_left_what_it_may_hold) {
  const std::size_t limit = 10'000;
  const std::size_t with_one = connections_within(limit, {.loops = 1, .readers = 0});
  EXPECT_LE(with_one + kOpsConnections, limit);
  const std::size_t with_nine = connections_within(limit, {.loops = 9, .readers = 0});
  EXPECT_GE(with_one - with_nine, 8 * http::kTurnedAway + 8)
      << "whom a loop turns away is connected until it is told";
  const std::size_t with_readers = connections_within(limit, {.loops = 1, .readers = 256});
  EXPECT_GE(with_one - with_readers, 2 * 256U);
}

TEST(Descriptors_HP3, some_connections_are_left_however_few_files_there_are) {
  EXPECT_EQ(connections_within(0, {.loops = 64, .readers = 256}), 16U);
  EXPECT_EQ(connections_within(100, {.loops = 1, .readers = 16}), 16U);
}

}  // namespace
}  // namespace app
