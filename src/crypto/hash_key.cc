#include "crypto/hash_key.h"

#include <algorithm>
#include <cstring>

#include "crypto/digest.h"

namespace crypto {

HashKey hash_key(std::string_view text) {
  HashKey key{};
  std::ranges::copy(sha256(base::bytes_of(text)), key.begin());
  return key;
}

std::optional<HashKey> as_hash_key(base::BytesView hash) {
  HashKey key{};
  if (hash.size() != key.size()) {
    return std::nullopt;
  }
  std::ranges::copy(hash, key.begin());
  return key;
}

std::size_t FirstOctets::operator()(const HashKey& key) const {
  std::size_t value = 0;
  std::memcpy(&value, key.data(), sizeof value);
  return value;
}

}  // namespace crypto
