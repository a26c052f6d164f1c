#include "storage/sweeper.h"

#include <exception>
#include <utility>

#include <pthread.h>

namespace storage {

Sweeper::Sweeper(Sweep sweep, std::chrono::milliseconds every, std::size_t limit,
                 const base::Clock& clock, base::Log& log)
    : sweep_(std::move(sweep)),
      every_(every),
      limit_(limit),
      clock_(clock),
      log_(log),
      thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "db-sweeper");
}

void Sweeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

// Nobody up this thread could act on an exception, and the next round may well go through.
base::Result<std::size_t> Sweeper::sweep() const {
  try {
    return sweep_(clock_.now(), limit_);
  } catch (const std::exception& thrown) {
    return base::reject(base::ErrorCode::internal, "", "an exception", thrown.what());
  }
}

void Sweeper::run() {
  // Between two batches of one round the writers' turn comes first.
  constexpr std::chrono::milliseconds kBetweenBatches{20};
  std::chrono::milliseconds pause = every_;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause, [this] { return stopping_; })) {
    lock.unlock();
    const auto swept = sweep();
    if (!swept) {
      log_.warn("database.sweep_failed",
                {{"description", swept.error().description}, {"detail", swept.error().detail}});
    }
    pause = swept && *swept >= limit_ ? std::min(every_, kBetweenBatches) : every_;
    lock.lock();
  }
}

}  // namespace storage
