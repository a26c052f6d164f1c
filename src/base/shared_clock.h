// A clock that several machines have in common.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"

namespace base {

// The machine's time until it is told a better one, as that of a database which several machines
// share; from then on that, and no step of the machine's own moves it.
class SharedClock final : public Clock {
 public:
  Instant now() const override;
  // What time it is, to within `margin`: a clock that is as near is left alone. Whether it was not.
  bool set(Instant now, Duration margin);

 private:
  static constexpr std::int64_t kUnset = INT64_MIN;
  // From the time since the machine started to that which was told.
  std::atomic<std::int64_t> ahead_ = kUnset;
};

}  // namespace base
