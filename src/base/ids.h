// Strong ids in time order (UUIDv7-like, RFC 9562 section 5.7): 48 bits of milliseconds, then
// randomness, so that inserts append. An id names a thing; it is never what must be unguessable.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/random.h"

namespace base {

using IdBytes = std::array<std::uint8_t, 16>;

// 26 characters of Crockford's base32, lower case; text order is time order.
std::string id_to_text(const IdBytes& bytes);
std::optional<IdBytes> id_from_text(std::string_view text);

// A ClientId is not a UserId: struct UserTag; using UserId = base::Id<UserTag>;
template <class Tag>
class Id {
 public:
  explicit Id(const IdBytes& bytes) : bytes_(bytes) {}
  static std::optional<Id> parse(std::string_view text) {
    const auto bytes = id_from_text(text);
    return bytes ? std::optional<Id>(Id(*bytes)) : std::nullopt;
  }
  static std::optional<Id> from(BytesView view) {
    IdBytes bytes{};
    if (view.size() != bytes.size()) {
      return std::nullopt;
    }
    std::copy(view.begin(), view.end(), bytes.begin());
    return Id(bytes);
  }

  BytesView bytes() const { return bytes_; }
  std::string text() const { return id_to_text(bytes_); }
  auto operator<=>(const Id&) const = default;

 private:
  IdBytes bytes_;
};

// Makes ids that never go back, even when the clock does.
class IdSource {
 public:
  IdSource(const Clock& clock, Random& random) : clock_(clock), random_(random) {}

  template <class Tag>
  Id<Tag> next() {
    return Id<Tag>(next_bytes());
  }

 private:
  IdBytes next_bytes();

  const Clock& clock_;
  Random& random_;
  std::mutex mutex_;
  std::int64_t last_milli_ = 0;
  std::uint16_t sequence_ = 0;
  // Asked for many ids at once: an id is no secret, and to ask is a call of the kernel.
  std::array<std::uint8_t, 512> octets_{};
  std::size_t taken_ = octets_.size();
};

}  // namespace base
