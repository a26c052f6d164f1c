// SHA-256 as the key of what is remembered in a map: of a cookie or a token, which itself lies in
// no memory that outlives the request.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace crypto {

using HashKey = std::array<std::uint8_t, 32>;

HashKey hash_key(std::string_view text);
// Of a hash that was made already; nothing of any other octets.
std::optional<HashKey> as_hash_key(base::BytesView hash);

// What is looked up is as random as what was hashed.
struct FirstOctets {
  std::size_t operator()(const HashKey& key) const;
};

}  // namespace crypto
