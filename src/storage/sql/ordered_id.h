// A person's id as the key of an operation's Order: octets that sort as the numbers do.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace storage::sql {

class OrderedId {
 public:
  explicit OrderedId(std::int64_t id) {
    for (std::size_t at = 0; at < octets_.size(); ++at) {
      octets_[at] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(id) >> (56 - 8 * at));
    }
  }
  base::BytesView bytes() const { return octets_; }

 private:
  std::array<std::uint8_t, 8> octets_{};
};

}  // namespace storage::sql
