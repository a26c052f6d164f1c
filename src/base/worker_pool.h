// A fixed number of threads behind a bounded queue. A full queue says so at once: whoever asked
// answers 503 with Retry-After instead of letting the wait grow.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace base {

class WorkerPool {
 public:
  struct Options {
    std::string name;  // of the threads, as ps shows it; at most 15 characters
    std::size_t threads = 1;
    std::size_t queue = 64;
  };
  using Job = std::move_only_function<void()>;

  explicit WorkerPool(Options options);
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue is full or the pool has stopped; the job is then untouched.
  [[nodiscard]] bool submit(Job& job);

  // Finishes what was accepted, then ends the threads. Called twice it does nothing.
  void stop();

  std::size_t queued() const;
  std::size_t busy() const;
  std::size_t threads() const { return options_.threads; }

 private:
  void run();

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::size_t busy_ = 0;
  bool stopping_ = false;
  std::vector<std::jthread> workers_;
};

}  // namespace base
