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
  bool begin(FiberHost::Job job) { return host_.begin(job); }

  int calls_ = 0;
  FiberHost host_{3, [this] { ++calls_; }};
};

TEST_F(FiberHostTest, a_job_begins_at_once_and_goes_on_when_what_it_waits_for_has_come) {
  Doorbell bell;
  int at = 0;
  ASSERT_TRUE(begin([&] {
    at = 1;
    bell.wait();
    at = 2;
  }));
  EXPECT_EQ(at, 1);
  EXPECT_EQ(host_.busy(), 1U);
  host_.go_on();
  EXPECT_EQ(at, 1);
  bell.ring();
  EXPECT_EQ(at, 1) << "the thread that rings is not the one it belongs to";
  EXPECT_EQ(calls_, 1);
  host_.go_on();
  EXPECT_EQ(at, 2);
  EXPECT_EQ(host_.busy(), 0U);
}

TEST_F(FiberHostTest, those_who_waited_for_one_bell_go_on_in_their_order_after_one_call) {
  Doorbell bell;
  Doorbell another;
  std::vector<int> order;
  for (const int number : {1, 2, 3}) {
    ASSERT_TRUE(begin([&, number] {
      (number == 2 ? another : bell).wait();
      order.push_back(number);
    }));
  }
  bell.ring();
  another.ring();
  EXPECT_EQ(calls_, 1);
  host_.go_on();
  EXPECT_EQ(order, (std::vector{1, 3, 2}));
}

TEST_F(FiberHostTest, one_more_than_may_be_under_way_is_left_untouched) {
  Doorbell bell;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(begin([&] { bell.wait(); }));
  }
  int done = 0;
  FiberHost::Job job = [&] { ++done; };
  EXPECT_FALSE(host_.begin(job));
  EXPECT_TRUE(static_cast<bool>(job));
  bell.ring();
  host_.go_on();
  EXPECT_TRUE(host_.begin(job));
  EXPECT_EQ(done, 1);
}

TEST_F(FiberHostTest, what_its_jobs_put_off_is_done_once_and_when_it_is_told) {
  int done = 0;
  Errand errand([&] { ++done; });
  ASSERT_TRUE(begin([&] { errand.put_off(); }));
  ASSERT_TRUE(begin([&] { errand.put_off(); }));
  EXPECT_EQ(done, 0);
  host_.run_errands();
  EXPECT_EQ(done, 1);
  host_.run_errands();
  EXPECT_EQ(done, 1);
}

// Whoever rings may do so before the fiber is held, while it is, and after.
TEST(FiberHost, goes_on_with_whoever_is_rung_for_by_another_thread_at_any_moment) {
  constexpr int kJobs = 20'000;
  std::vector<Doorbell> bells(kJobs);
  std::counting_semaphore<kJobs> called(0);
  FiberHost host(1, [&] { called.release(); });
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
    ASSERT_TRUE(host.begin(job));
    while (host.busy() > 0) {
      called.acquire();
      host.go_on();
    }
  }
  EXPECT_EQ(done, kJobs);
}

}  // namespace
}  // namespace base
