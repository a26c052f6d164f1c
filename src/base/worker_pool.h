// A fixed number of threads behind a bounded queue. A full queue says so at once: whoever asked
// answers 503 with Retry-After instead of letting the wait grow. A job that waits for a Doorbell
// leaves its thread to others, so that a few threads carry many jobs.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/fiber.h"
#include "base/fiber_stock.h"

namespace base {

class WorkerPool final : private Fiber::Home {
 public:
  struct Options {
    std::string name;  // of the threads, as ps shows it; at most 15 characters
    std::size_t threads = 1;
    std::size_t queue = 64;
    // That may be under way at once, at work or waiting; 0: as many as threads.
    std::size_t jobs = 0;
  };
  using Job = Fiber::Work;

  explicit WorkerPool(Options options);
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue is full or the pool has stopped; the job is then untouched.
  [[nodiscard]] bool submit(Job& job);

  // Finishes what was accepted, then ends the threads. Called twice it does nothing.
  void stop();

  std::size_t queued() const;
  std::size_t busy() const;  // jobs under way
  std::size_t threads() const { return options_.threads; }
  std::size_t most_jobs() const { return fibers_.most(); }

 private:
  void welcome(Fiber& first) override;

  void run();
  // To be run next; nothing when none can be.
  Fiber* at_hand();
  void take_turn(std::unique_lock<std::mutex>& lock, Fiber& fiber, Errands& errands);
  void sleep(std::unique_lock<std::mutex>& lock);
  void make_ready(Fiber& fiber);
  void call_threads(std::unique_lock<std::mutex> lock, std::size_t jobs);
  bool over() const { return stopping_ && jobs_.empty() && fibers_.out() == 0; }

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  FiberStock fibers_;
  Fiber* ready_first_ = nullptr;  // those that have been waited for, in their order
  Fiber* ready_last_ = nullptr;
  std::size_t asleep_ = 0;  // threads that nobody has called yet
  std::size_t called_ = 0;
  std::atomic<int> callers_{0};  // who have left the lock and not yet the pool
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace base
