// The fibers of one thread that has other things to do as well, such as an event loop: where a job
// waits for a Doorbell, the thread goes on with what else it has.
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

#include "base/errand.h"
#include "base/fiber.h"
#include "base/fiber_stock.h"

namespace base {

class FiberHost final : private Fiber::Home {
 public:
  struct Options {
    std::size_t jobs = 1;   // under way at once, at work or waiting
    std::size_t queue = 1;  // not begun
  };
  using Job = Fiber::Work;

  // `call` is made on any thread, and must see to it that take_turns() is called on the thread that
  // all of this belongs to.
  FiberHost(Options options, std::function<void()> call);
  // When no job is under way, and nobody rings any more.
  ~FiberHost() = default;
  FiberHost(const FiberHost&) = delete;
  FiberHost& operator=(const FiberHost&) = delete;

  // To begin with the turns to come. False when the queue is full; the job is then untouched.
  [[nodiscard]] bool submit(Job& job);
  // A few of what is at hand, each until it is done or waits, and then the errands that they have
  // put off. True when there is more, which is for the thread to come back to.
  [[nodiscard]] bool take_turns();

  // From any thread.
  std::size_t busy() const { return busy_.load(std::memory_order_relaxed); }
  std::size_t queued() const { return queued_.load(std::memory_order_relaxed); }
  std::size_t most_jobs() const { return options_.jobs; }

 private:
  void welcome(Fiber& first) override;

  Fiber* at_hand();
  Fiber* waited_for();
  void run(Fiber& fiber);

  const Options options_;
  const std::function<void()> call_;
  std::deque<Job> jobs_;
  FiberStock fibers_;
  Fiber* going_on_ = nullptr;  // those that have been waited for, in their order
  Errands errands_;
  std::atomic<std::size_t> busy_ = 0;
  std::atomic<std::size_t> queued_ = 0;
  std::mutex mutex_;
  Fiber* ready_first_ = nullptr;  // who is to follow them
  Fiber* ready_last_ = nullptr;
};

}  // namespace base
