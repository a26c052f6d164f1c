// Time is given, never taken: whoever needs it holds a Clock.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

namespace base {

using Duration = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Duration>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// As the database holds it: microseconds since 1970.
std::int64_t to_micros(Instant instant);
Instant from_micros(std::int64_t micros);

// As what is to lie in the order of time begins: 48 bits of milliseconds, the highest octet first
// (RFC 9562, section 5.7).
using TimeOctets = std::array<std::uint8_t, 6>;
TimeOctets to_octets(std::chrono::milliseconds since_epoch);

// As a JWT holds it (RFC 7519, NumericDate): whole seconds since 1970.
std::int64_t to_seconds(Instant instant);

// 2024-08-22T05:48:01.000000Z
std::string to_iso8601(Instant instant);

}  // namespace base
