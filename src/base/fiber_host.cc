#include "base/fiber_host.h"

#include <new>
#include <utility>

#include "base/doorbell.h"

namespace base {

bool FiberHost::begin(Job& job) {
  Fiber* const fiber = free_fiber();
  if (fiber == nullptr) {
    return false;
  }
  fiber->give(std::move(job));
  ++busy_;
  run(*fiber);
  return true;
}

Fiber* FiberHost::free_fiber() {
  if (busy_ == most_) {
    return nullptr;
  }
  if (free_.empty()) {
    try {
      free_.reserve(fibers_.size() + 1);
      Home& home = *this;
      free_.push_back(fibers_.emplace_back(std::make_unique<Fiber>(home)).get());
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
  }
  Fiber* const fiber = free_.back();
  free_.pop_back();
  return fiber;
}

void FiberHost::run(Fiber& fiber) {
  Doorbell* awaited = nullptr;
  do {
    awaited = fiber.run();
    errands_.take(fiber.errands());
    // One that has rung in between is waited for no longer.
  } while (awaited != nullptr && !awaited->hold(fiber));
  if (awaited == nullptr) {
    free_.push_back(&fiber);
    --busy_;
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

void FiberHost::go_on() {
  Fiber* ready = nullptr;
  {
    const std::lock_guard lock(mutex_);
    ready = std::exchange(ready_first_, nullptr);
  }
  while (ready != nullptr) {
    run(*std::exchange(ready, ready->next));
  }
}

}  // namespace base
