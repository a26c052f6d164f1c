#include "base/worker_pool.h"

#include <latch>

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(WorkerPool, a_full_queue_says_so_and_leaves_the_job) {
  WorkerPool pool({.name = "test", .threads = 1, .queue = 2});
  std::latch started(1);
  std::latch release(1);
  int done = 0;
  WorkerPool::Job blocker = [&] {
    started.count_down();
    release.wait();
  };
  ASSERT_TRUE(pool.submit(blocker));
  started.wait();
  WorkerPool::Job first = [&] { ++done; };
  WorkerPool::Job second = [&] { ++done; };
  WorkerPool::Job third = [&] { done += 100; };
  EXPECT_TRUE(pool.submit(first));
  EXPECT_TRUE(pool.submit(second));
  EXPECT_FALSE(pool.submit(third));
  EXPECT_TRUE(static_cast<bool>(third));
  EXPECT_EQ(pool.queued(), 2U);
  EXPECT_EQ(pool.busy(), 1U);
  release.count_down();
  pool.stop();
  EXPECT_EQ(done, 2);
  WorkerPool::Job late = [] {};
  EXPECT_FALSE(pool.submit(late));
}

}  // namespace
}  // namespace base
