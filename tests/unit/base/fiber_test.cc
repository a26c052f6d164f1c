#include "base/fiber.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/doorbell.h"
#include "base/errand.h"
#include "base/worker_pool.h"

namespace base {
namespace {

using Job = WorkerPool::Job;

// One thread, whose jobs therefore run one at a time but while they wait.
class Fibers : public ::testing::Test {
 protected:
  void start(Job job) { ASSERT_TRUE(pool_.submit(job)); }

  WorkerPool pool_{{.name = "one", .threads = 1, .queue = 1000, .jobs = 500}};
};

TEST_F(Fibers, one_thread_carries_many_that_wait_and_go_on_in_their_order) {
  constexpr int kJobs = 300;
  Doorbell bell;
  std::vector<int> order;
  for (int number = 0; number < kJobs; ++number) {
    start([&, number] {
      bell.wait();
      order.push_back(number);
    });
  }
  // Its turn comes when all the others wait.
  std::size_t busy = 0;
  start([&] {
    busy = pool_.busy();
    bell.ring();
  });
  pool_.stop();
  EXPECT_EQ(busy, std::size_t{kJobs} + 1);
  ASSERT_EQ(order.size(), std::size_t{kJobs});
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(pool_.busy(), 0U);
}

TEST_F(Fibers, more_than_may_be_under_way_wait_in_the_queue) {
  WorkerPool pool({.name = "two", .threads = 1, .queue = 10, .jobs = 2});
  Doorbell bell;
  std::latch two_wait(2);
  std::atomic<int> done = 0;
  for (int number = 0; number < 5; ++number) {
    Job job = [&, number] {
      if (number < 2) {
        two_wait.count_down();
      }
      bell.wait();
      ++done;
    };
    ASSERT_TRUE(pool.submit(job));
  }
  two_wait.wait();
  EXPECT_EQ(pool.queued(), 3U);
  bell.ring();
  pool.stop();
  EXPECT_EQ(done, 5);
}

TEST_F(Fibers, what_has_rung_keeps_nobody) {
  Doorbell bell;
  bell.ring();
  std::latch done(1);
  start([&] {
    bell.wait();
    done.count_down();
  });
  done.wait();
}

TEST_F(Fibers, a_thread_waits_for_the_same_doorbell) {
  Doorbell bell;
  std::atomic<int> heard = 0;
  std::latch waits(1);
  start([&] {
    waits.count_down();
    bell.wait();
    ++heard;
  });
  waits.wait();
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      bell.wait();
      ++heard;
    });
  }
  bell.ring();
  threads.clear();
  pool_.stop();
  EXPECT_EQ(heard, 5);
}

TEST_F(Fibers, those_of_two_pools_are_called_by_one_doorbell) {
  WorkerPool other({.name = "other", .threads = 2, .queue = 100, .jobs = 100});
  Doorbell bell;
  std::latch all_wait(40);
  std::atomic<int> heard = 0;
  const auto job = [&] {
    all_wait.count_down();
    bell.wait();
    ++heard;
  };
  for (int i = 0; i < 20; ++i) {
    start(job);
    Job twin = job;
    ASSERT_TRUE(other.submit(twin));
  }
  all_wait.wait();
  bell.ring();
  other.stop();
  pool_.stop();
  EXPECT_EQ(heard, 40);
}

TEST_F(Fibers, an_exception_that_is_handled_outlives_the_wait) {
  Doorbell bell;
  std::vector<std::string> caught;
  for (const char* said : {"first", "second"}) {
    start([&, said] {
      try {
        throw std::runtime_error(said);
      } catch (const std::exception&) {
        bell.wait();
        try {
          throw;
        } catch (const std::exception& again) {
          caught.emplace_back(again.what());
        }
      }
      EXPECT_EQ(std::uncaught_exceptions(), 0);
    });
  }
  // Its turn comes when both of them wait.
  start([&] { bell.ring(); });
  pool_.stop();
  EXPECT_EQ(caught, (std::vector<std::string>{"first", "second"}));
}

TEST_F(Fibers, stopping_waits_for_those_who_wait) {
  Doorbell bell;
  std::latch waits(1);
  bool done = false;
  start([&] {
    waits.count_down();
    bell.wait();
    done = true;
  });
  waits.wait();
  std::jthread ringer([&] { bell.ring(); });
  pool_.stop();
  EXPECT_TRUE(done);
}

TEST_F(Fibers, an_errand_that_many_put_off_is_run_once_when_nothing_else_is_at_hand) {
  std::latch release(1);
  std::atomic<int> begun = 0;
  std::atomic<int> calls = 0;
  int seen = 0;
  Errand errand([&] {
    ++calls;
    seen = begun;
  });
  start([&] { release.wait(); });
  for (int i = 0; i < 5; ++i) {
    start([&] {
      ++begun;
      errand.put_off();
    });
  }
  release.count_down();
  pool_.stop();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(seen, 5);
}

TEST_F(Fibers, an_errand_does_not_wait_for_ever_behind_work_that_goes_on) {
  std::latch release(1);
  std::latch called(1);
  std::atomic<bool> over = false;
  Errand errand([&] { called.count_down(); });
  start([&] { release.wait(); });
  start([&] { errand.put_off(); });
  for (int i = 0; i < 100; ++i) {
    start([&] { over = over || called.try_wait(); });
  }
  release.count_down();
  pool_.stop();
  EXPECT_TRUE(over);
}

TEST(Errand, is_run_at_once_by_a_thread_of_no_pool) {
  int calls = 0;
  Errand errand([&] { ++calls; });
  errand.put_off();
  EXPECT_EQ(calls, 1);
}

TEST_F(Fibers, an_errand_is_not_gone_before_it_is_run) {
  std::atomic<int> calls = 0;
  for (int round = 0; round < 500; ++round) {
    const auto put_off = std::make_shared<Doorbell>();
    Errand errand([&] { ++calls; });
    start([&errand, put_off] {
      errand.put_off();
      put_off->ring();
    });
    put_off->wait();
  }
  EXPECT_EQ(calls, 500);
}

// The waiters of one round are the ringers of the next, on several threads: what is lost or woken
// twice would hang or count wrong.
TEST(FiberRaces, rings_and_waits_that_meet_lose_nobody) {
  constexpr int kRounds = 2000;
  constexpr int kWaiters = 8;
  WorkerPool pool({.name = "race", .threads = 3, .queue = 1000, .jobs = 100});
  std::atomic<int> heard = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto bell = std::make_shared<Doorbell>();
    const auto gone = std::make_shared<Doorbell>();
    const auto left = std::make_shared<std::atomic<int>>(kWaiters);
    for (int waiter = 0; waiter < kWaiters; ++waiter) {
      Job job = [&heard, bell, gone, left] {
        bell->wait();
        ++heard;
        if (left->fetch_sub(1) == 1) {
          gone->ring();
        }
      };
      ASSERT_TRUE(pool.submit(job));
    }
    bell->ring();
    gone->wait();
  }
  EXPECT_EQ(heard, kRounds * kWaiters);
}

}  // namespace
}  // namespace base
