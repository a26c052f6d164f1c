// The fibers of one thread that has other things to do as well, such as an event loop: a job begins
// here at once, and where it waits for a Doorbell the thread goes on with what else it has.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "base/errand.h"
#include "base/fiber.h"

namespace base {

class FiberHost final : private Fiber::Home {
 public:
  using Job = Fiber::Work;

  // `call` is made on any thread, and must see to it that go_on() is called on the thread that all
  // of this belongs to. `most` jobs are under way at once.
  FiberHost(std::size_t most, std::function<void()> call) : most_(most), call_(std::move(call)) {}
  // When no job is under way, and nobody rings any more.
  ~FiberHost() = default;
  FiberHost(const FiberHost&) = delete;
  FiberHost& operator=(const FiberHost&) = delete;

  // Runs it until it is done or waits. False when as many are under way as may be, or when there is
  // no memory for another: the job is then untouched.
  [[nodiscard]] bool begin(Job& job);
  // With those that have been waited for.
  void go_on();
  // What they have put off; when the thread has begun all that it has at hand.
  void run_errands() { errands_.run(); }

  std::size_t busy() const { return busy_; }

 private:
  void welcome(Fiber& first) override;
  Fiber* free_fiber();
  void run(Fiber& fiber);

  const std::size_t most_;
  const std::function<void()> call_;
  std::vector<std::unique_ptr<Fiber>> fibers_;
  std::vector<Fiber*> free_;  // the one used last comes first, while its stack is warm
  std::size_t busy_ = 0;
  Errands errands_;
  std::mutex mutex_;
  Fiber* ready_first_ = nullptr;  // those that have been waited for, in their order
  Fiber* ready_last_ = nullptr;
};

}  // namespace base
