#include "base/worker_pool.h"

#include <algorithm>
#include <utility>

#include <pthread.h>

#include "base/doorbell.h"

namespace base {
namespace {

// For so many turns a thread puts errands off.
constexpr int kTurns = 8;

}  // namespace

WorkerPool::WorkerPool(Options options)
    : options_(std::move(options)),
      fibers_(*this, options_.jobs == 0 ? options_.threads : options_.jobs) {
  try {
    for (std::size_t i = 0; i < options_.threads; ++i) {
      threads_.emplace_back([this] { run(); });
      ::pthread_setname_np(threads_.back().native_handle(), options_.name.substr(0, 15).c_str());
    }
  } catch (...) {
    // Those that were made wait for work, and would be waited for in turn.
    stop();
    throw;
  }
}

bool WorkerPool::submit(Job& job) {
  std::unique_lock lock(mutex_);
  if (stopping_ || jobs_.size() >= options_.queue) {
    return false;
  }
  jobs_.push_back(std::move(job));
  call_threads(std::move(lock), 1);
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  threads_.clear();
  while (callers_.load(std::memory_order_acquire) > 0) {
    std::this_thread::yield();
  }
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}

std::size_t WorkerPool::busy() const {
  const std::lock_guard lock(mutex_);
  return fibers_.out();
}

void WorkerPool::welcome(Fiber& first) {
  std::unique_lock lock(mutex_);
  std::size_t count = 0;
  for (Fiber* fiber = &first; fiber != nullptr; ++count) {
    make_ready(*std::exchange(fiber, fiber->next));
  }
  call_threads(std::move(lock), count);
}

void WorkerPool::make_ready(Fiber& fiber) {
  fiber.next = nullptr;
  (ready_first_ == nullptr ? ready_first_ : ready_last_->next) = &fiber;
  ready_last_ = &fiber;
}

// A thread that was called once is not called again before it has come. Called when the lock is
// free again, or the first thing that it did would be to wait for it. Whose fiber is made ready may
// be the last that stop() waits for: that then waits for the caller as well.
void WorkerPool::call_threads(std::unique_lock<std::mutex> lock, std::size_t jobs) {
  const std::size_t count = std::min(jobs, asleep_);
  if (count == 0) {
    return;
  }
  asleep_ -= count;
  called_ += count;
  callers_.fetch_add(1, std::memory_order_relaxed);
  lock.unlock();
  for (std::size_t i = 0; i < count; ++i) {
    wake_.notify_one();
  }
  callers_.fetch_sub(1, std::memory_order_release);
}

// Those that have begun come first, and those that have not as soon as there is room for them.
Fiber* WorkerPool::at_hand() {
  if (ready_first_ != nullptr) {
    return std::exchange(ready_first_, ready_first_->next);
  }
  Fiber* const fiber = jobs_.empty() ? nullptr : fibers_.take();
  if (fiber != nullptr) {
    fiber->give(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  return fiber;
}

void WorkerPool::sleep(std::unique_lock<std::mutex>& lock) {
  ++asleep_;
  wake_.wait(lock, [this] { return called_ > 0 || over(); });
  --(called_ > 0 ? called_ : asleep_);
}

void WorkerPool::take_turn(std::unique_lock<std::mutex>& lock, Fiber& fiber, Errands& errands) {
  lock.unlock();
  Doorbell* const awaited = fiber.run();
  errands.take(fiber.errands());
  const bool done = awaited == nullptr;
  const bool held = !done && awaited->hold(fiber);
  lock.lock();
  if (done) {
    fibers_.give_back(fiber);
  } else if (!held) {
    make_ready(fiber);
  }
}

void WorkerPool::run() {
  Errands errands;
  int turns = 0;
  // Where each job has a thread of its own, the next one may hold it for as long as it likes.
  const int most_turns = most_jobs() > options_.threads ? kTurns : 1;
  std::unique_lock lock(mutex_);
  while (true) {
    Fiber* const fiber = turns < most_turns ? at_hand() : nullptr;
    if (fiber != nullptr) {
      take_turn(lock, *fiber, errands);
      turns += errands.empty() ? 0 : 1;
    } else if (!errands.empty()) {
      lock.unlock();
      errands.run();
      turns = 0;
      lock.lock();
    } else if (over()) {
      break;
    } else {
      sleep(lock);
    }
  }
  wake_.notify_all();
}

}  // namespace base
