#include "base/shared_clock.h"

#include <chrono>

namespace base {
namespace {

Duration since_start() {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

Instant SharedClock::now() const {
  const std::int64_t ahead = ahead_.load(std::memory_order_relaxed);
  return ahead == kUnset ? SystemClock().now() : Instant(since_start() + Duration(ahead));
}

bool SharedClock::set(Instant now, Duration margin) {
  const Instant ours = this->now();
  const bool near = now - ours <= margin && ours - now <= margin;
  if (!near || ahead_.load(std::memory_order_relaxed) == kUnset) {
    // Machines that agree go on agreeing to the microsecond.
    const Duration ahead = (near ? ours : now).time_since_epoch() - since_start();
    ahead_.store(ahead.count(), std::memory_order_relaxed);
  }
  return !near;
}

}  // namespace base
