#include "identity/budget/meter.h"

#include <algorithm>

namespace identity::budget {
namespace {

Meter faded(Meter meter, const Tariff& tariff, base::Instant now) {
  // Another node's clock may be ahead.
  if (now <= meter.counted_at || meter.attempts == 0 || tariff.forget_one_every.count() <= 0) {
    return meter;
  }
  const auto passed = (now - meter.counted_at) / tariff.forget_one_every;
  const auto forgotten = std::min<std::int64_t>(passed, meter.attempts);
  meter.attempts -= static_cast<std::uint32_t>(forgotten);
  meter.counted_at += tariff.forget_one_every * forgotten;
  return meter;
}

base::Duration delay_after(std::uint32_t attempts, const Tariff& tariff) {
  if (attempts < tariff.free) {
    return base::Duration::zero();
  }
  if (attempts >= tariff.lock_after) {
    return tariff.lock_for;
  }
  base::Duration delay = tariff.first_delay;
  for (std::uint32_t doubled = tariff.free; doubled < attempts && delay < tariff.longest_delay;
       ++doubled) {
    delay *= 2;
  }
  return std::min(delay, tariff.longest_delay);
}

}  // namespace

Charged charge(const Meter& before, const Tariff& tariff, base::Instant now) {
  Charged charged{.after = faded(before, tariff, now)};
  if (now < charged.after.open_at) {
    return charged;
  }
  if (charged.after.attempts == 0) {
    charged.after.counted_at = now;
  }
  ++charged.after.attempts;
  const base::Duration delay = delay_after(charged.after.attempts, tariff);
  charged.allowed = true;
  charged.closed = delay > base::Duration::zero();
  if (charged.closed) {
    charged.after.open_at = now + delay;
  }
  return charged;
}

Meter give_back(const Meter& before, const Tariff& tariff, base::Instant now) {
  Meter meter = faded(before, tariff, now);
  if (meter.attempts > 0) {
    --meter.attempts;
  }
  const base::Duration delay = delay_after(meter.attempts, tariff);
  meter.open_at = std::min(meter.open_at, now + delay);
  return meter;
}

base::Instant forgotten_at(const Meter& meter, const Tariff& tariff) {
  const auto quiet = tariff.forget_one_every * static_cast<std::int64_t>(meter.attempts);
  return std::max(meter.open_at, meter.counted_at + quiet);
}

}  // namespace identity::budget
