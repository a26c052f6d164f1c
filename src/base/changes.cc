#include "base/changes.h"

namespace base {
namespace {

// FNV-1a: ids end in what is random.
class Mixed {
 public:
  explicit Mixed(Thing thing) { take(static_cast<std::uint8_t>(thing)); }
  void take(std::uint8_t octet) { value_ = (value_ ^ octet) * 1099511628211U; }
  std::uint64_t value() const { return value_ ^ (value_ >> 29U); }

 private:
  std::uint64_t value_ = 14695981039346656037U;
};

}  // namespace

Changes::Place Changes::place(Thing thing, BytesView key) {
  Mixed mixed(thing);
  for (const std::uint8_t octet : key) {
    mixed.take(octet);
  }
  return static_cast<Place>(mixed.value() % kPlaces);
}

Changes::Place Changes::place(Thing thing, std::int64_t key) {
  std::array<std::uint8_t, sizeof key> octets{};
  auto bits = static_cast<std::uint64_t>(key);
  for (std::uint8_t& octet : octets) {
    octet = static_cast<std::uint8_t>(bits);
    bits >>= 8U;
  }
  return place(thing, octets);
}

// Who asks for the number between the two steps reads what is committed, and so what is new.
void Changes::happened(Place place) {
  const Number number = ++count_;
  auto& last = last_[place];
  Number before = last.load();
  while (before < number && !last.compare_exchange_weak(before, number)) {
  }
}

}  // namespace base
