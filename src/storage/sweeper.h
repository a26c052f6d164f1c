// Removes what has expired, a small batch at a time, so that no writer waits long behind it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"

namespace storage {

class Sweeper {
 public:
  using Sweep = std::function<base::Result<std::size_t>(base::Instant now, std::size_t limit)>;

  Sweeper(Sweep sweep, std::chrono::milliseconds every, std::size_t limit, const base::Clock& clock,
          base::Log& log);
  ~Sweeper() { stop(); }
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

  void stop();

 private:
  base::Result<std::size_t> sweep() const;
  void run();

  const Sweep sweep_;
  const std::chrono::milliseconds every_;
  const std::size_t limit_;
  const base::Clock& clock_;
  base::Log& log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace storage
