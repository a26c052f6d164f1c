#include "base/worker_pool.h"

#include <pthread.h>

namespace base {

WorkerPool::WorkerPool(Options options) : options_(std::move(options)) {
  try {
    for (std::size_t i = 0; i < options_.threads; ++i) {
      workers_.emplace_back([this] { run(); });
      ::pthread_setname_np(workers_.back().native_handle(), options_.name.substr(0, 15).c_str());
    }
  } catch (...) {
    // Those that were made wait for work, and would be waited for in turn.
    stop();
    throw;
  }
}

bool WorkerPool::submit(Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= options_.queue) {
      return false;
    }
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  workers_.clear();
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}

std::size_t WorkerPool::busy() const {
  const std::lock_guard lock(mutex_);
  return busy_;
}

void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) {
      return;
    }
    {
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      ++busy_;
      lock.unlock();
      job();
    }
    lock.lock();
    --busy_;
  }
}

}  // namespace base
