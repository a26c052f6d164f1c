// A clock that tests set.
#pragma once

#include <atomic>

#include "base/clock.h"

namespace support {

class ManualClock final : public base::Clock {
 public:
  base::Instant now() const override { return base::from_micros(micros_.load()); }
  void advance(base::Duration by) { micros_ += by.count(); }
  void set(base::Instant instant) { micros_ = base::to_micros(instant); }

 private:
  std::atomic<std::int64_t> micros_ = 1'700'000'000'000'000;
};

}  // namespace support
