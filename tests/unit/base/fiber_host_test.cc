#include "base/fiber_host.h"

#include <atomic>
#include <semaphore>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/doorbell.h"
#include "base/errand.h"

namespace base {
namespace {

class FiberHostTest : public ::testing::Test {
 protected:
  bool submit(FiberHost::Job job) { return host_.submit(job); }
  void run_all() {
    while (host_.take_turns()) {
    }
  }

  int calls_ = 0;
  FiberHost host_{{.jobs = 3, .queue = 20}, [this] { ++calls_; }};
};

TEST_F(FiberHostTest, a_job_goes_on_when_what_it_waits_for_has_come) {
  Doorbell bell;
  int at = 0;
  ASSERT_TRUE(submit([&] {
    at = 1;
    bell.wait();
    at = 2;
  }));
  EXPECT_EQ(host_.queued(), 1U);
  run_all();
  EXPECT_EQ(at, 1);
  EXPECT_EQ(host_.queued(), 0U);
  EXPECT_EQ(host_.busy(), 1U);
  run_all();
  EXPECT_EQ(at, 1);
  bell.ring();
  EXPECT_EQ(at, 1) << "the thread that rings is not the one it belongs to";
  EXPECT_EQ(calls_, 1);
  run_all();
  EXPECT_EQ(at, 2);
  EXPECT_EQ(host_.busy(), 0U);
}

TEST_F(FiberHostTest, those_who_waited_go_on_in_the_order_of_the_bells_after_one_call) {
  Doorbell bell;
  Doorbell another;
  std::vector<int> order;
  for (const int number : {1, 2, 3}) {
    ASSERT_TRUE(submit([&, number] {
      (number == 2 ? another : bell).wait();
      order.push_back(number);
    }));
  }
  run_all();
  bell.ring();
  another.ring();
  EXPECT_EQ(calls_, 1);
  run_all();
  EXPECT_EQ(order, (std::vector{1, 3, 2}));
}

TEST_F(FiberHostTest, more_than_may_be_under_way_begin_when_others_are_done) {
  Doorbell bell;
  int begun = 0;
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(submit([&] {
      ++begun;
      bell.wait();
    }));
  }
  run_all();
  EXPECT_EQ(begun, 3);
  EXPECT_EQ(host_.busy(), 3U);
  EXPECT_EQ(host_.queued(), 2U);
  bell.ring();
  run_all();
  EXPECT_EQ(begun, 5);
  EXPECT_EQ(host_.busy(), 0U);
}

TEST_F(FiberHostTest, a_full_queue_says_so_and_leaves_the_job) {
  int done = 0;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(submit([&] { ++done; }));
  }
  FiberHost::Job job = [&] { done += 100; };
  EXPECT_FALSE(host_.submit(job));
  EXPECT_TRUE(static_cast<bool>(job));
  run_all();
  EXPECT_EQ(done, 20);
}

// Its thread has sockets to look at, and who was called first may be whom others count on.
TEST_F(FiberHostTest, after_a_few_turns_errands_are_run_and_the_thread_is_given_back) {
  int done = 0;
  int calls = 0;
  Errand errand([&] { ++calls; });
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(submit([&] {
      ++done;
      errand.put_off();
    }));
  }
  EXPECT_TRUE(host_.take_turns());
  EXPECT_EQ(done, 8);
  EXPECT_EQ(calls, 1);
  run_all();
  EXPECT_EQ(done, 20);
  EXPECT_EQ(calls, 3);
}

// Whoever rings may do so before the fiber is held, while it is, and after.
TEST(FiberHost, goes_on_with_whoever_is_rung_for_by_another_thread_at_any_moment) {
  constexpr int kJobs = 2'000;
  std::vector<Doorbell> bells(kJobs);
  std::counting_semaphore<kJobs> called(0);
  FiberHost host({.jobs = 1, .queue = 1}, [&] { called.release(); });
  std::atomic<Doorbell*> awaited = nullptr;
  std::jthread ringer([&] {
    for (int i = 0; i < kJobs; ++i) {
      Doorbell* bell = nullptr;
      while ((bell = awaited.exchange(nullptr)) == nullptr) {
        std::this_thread::yield();
      }
      bell->ring();
    }
  });
  int done = 0;
  for (Doorbell& bell : bells) {
    FiberHost::Job job = [&] {
      awaited = &bell;
      bell.wait();
      ++done;
    };
    ASSERT_TRUE(host.submit(job));
    while (host.take_turns() || host.busy() > 0) {
      called.acquire();
    }
  }
  EXPECT_EQ(done, kJobs);
}

}  // namespace
}  // namespace base
