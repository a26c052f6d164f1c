#include "base/clock.h"

namespace base {

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

std::int64_t to_micros(Instant instant) { return instant.time_since_epoch().count(); }

Instant from_micros(std::int64_t micros) { return Instant{Duration{micros}}; }

TimeOctets to_octets(std::chrono::milliseconds since_epoch) {
  TimeOctets octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const std::size_t shift = 8 * (octets.size() - 1 - i);
    octets[i] = static_cast<std::uint8_t>(since_epoch.count() >> shift);
  }
  return octets;
}

std::int64_t to_seconds(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::string to_iso8601(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{instant - day};
  std::string text = "0000-00-00T00:00:00.000000Z";
  const auto put = [&text](std::size_t end, std::int64_t number, std::size_t digits) {
    for (; digits > 0; --digits, number /= 10) {
      text[--end] = static_cast<char>('0' + number % 10);
    }
  };
  put(4, static_cast<int>(date.year()), 4);
  put(7, static_cast<unsigned>(date.month()), 2);
  put(10, static_cast<unsigned>(date.day()), 2);
  put(13, time.hours().count(), 2);
  put(16, time.minutes().count(), 2);
  put(19, time.seconds().count(), 2);
  put(26, time.subseconds().count(), 6);
  return text;
}

}  // namespace base
