// What has changed on this node, so that whoever remembers something can tell whether it may still
// be so. Every write of the database passes here after its commit and before it is answered, so
// that nothing is remembered past it; a way of ending something that is written tomorrow does too.
//
//   const auto number = changes.number();      before the read
//   … read, and remember what was found with the number …
//   changes.since(number, Changes::place(Thing::family, id.bytes()))      it holds no more
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace base {

// Kinds of what is remembered somewhere.
enum class Thing : std::uint8_t { none, person, session, family, client, site, attributes };

class Changes {
 public:
  using Number = std::uint64_t;
  using Place = std::uint16_t;

  // By whom nothing is told may not be trusted: everything may have changed at any time.
  enum class Told : std::uint8_t { everything, nothing };
  explicit Changes(Told told = Told::everything) : told_(told) {}

  // Two things may share a place. Then the change of one costs a read for the other.
  static Place place(Thing thing, BytesView key = {});
  static Place place(Thing thing, std::int64_t key);

  Number number() const { return count_.load(); }
  void happened(Place place);
  bool since(Number number, Place place) const {
    return told_ == Told::nothing || last_[place].load() > number;
  }

 private:
  static constexpr std::size_t kPlaces = 8192;

  const Told told_;
  std::atomic<Number> count_{0};
  std::array<std::atomic<Number>, kPlaces> last_{};
};

}  // namespace base
