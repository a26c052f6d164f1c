#include "base/fiber_host.h"

#include <utility>

#include "base/doorbell.h"

namespace base {
namespace {

// For so many turns errands are put off, and the thread's other work waits.
constexpr int kTurns = 8;

}  // namespace

FiberHost::FiberHost(Options options, std::function<void()> call)
    : options_(options), call_(std::move(call)), fibers_(*this, options.jobs) {}

bool FiberHost::submit(Job& job) {
  if (jobs_.size() >= options_.queue) {
    return false;
  }
  jobs_.push_back(std::move(job));
  queued_.store(jobs_.size(), std::memory_order_relaxed);
  return true;
}

bool FiberHost::take_turns() {
  Fiber* fiber = nullptr;
  for (int turn = 0; turn < kTurns && (fiber = at_hand()) != nullptr; ++turn) {
    run(*fiber);
  }
  errands_.run();
  return fiber != nullptr;
}

// Those that have begun come first, and those that have not as soon as there is room for them.
Fiber* FiberHost::at_hand() {
  if (Fiber* const fiber = waited_for()) {
    return fiber;
  }
  Fiber* const fiber = jobs_.empty() ? nullptr : fibers_.take();
  if (fiber != nullptr) {
    fiber->give(std::move(jobs_.front()));
    jobs_.pop_front();
    queued_.store(jobs_.size(), std::memory_order_relaxed);
    busy_.store(fibers_.out(), std::memory_order_relaxed);
  }
  return fiber;
}

Fiber* FiberHost::waited_for() {
  if (going_on_ == nullptr) {
    const std::lock_guard lock(mutex_);
    going_on_ = std::exchange(ready_first_, nullptr);
  }
  return going_on_ == nullptr ? nullptr : std::exchange(going_on_, going_on_->next);
}

void FiberHost::run(Fiber& fiber) {
  Doorbell* awaited = nullptr;
  do {
    awaited = fiber.run();
    errands_.take(fiber.errands());
    // One that has rung in between is waited for no longer.
  } while (awaited != nullptr && !awaited->hold(fiber));
  if (awaited == nullptr) {
    fibers_.give_back(fiber);
    busy_.store(fibers_.out(), std::memory_order_relaxed);
  }
}

// Called under the lock: once they are taken, by the thread that they belong to, this may be gone.
void FiberHost::welcome(Fiber& first) {
  const std::lock_guard lock(mutex_);
  const bool called = ready_first_ != nullptr;
  (called ? ready_last_->next : ready_first_) = &first;
  for (ready_last_ = &first; ready_last_->next != nullptr;) {
    ready_last_ = ready_last_->next;
  }
  if (!called) {
    call_();
  }
}

}  // namespace base
