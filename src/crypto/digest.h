// Hashes (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869) and the one comparison for secrets.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/secret.h"
#include "crypto/algorithm.h"

namespace crypto {

base::Bytes sha256(base::BytesView data);
base::Bytes sha384(base::BytesView data);
base::Bytes sha512(base::BytesView data);

base::Bytes hmac_sha256(base::BytesView key, base::BytesView data);
base::Bytes hmac_sha384(base::BytesView key, base::BytesView data);
base::Bytes hmac_sha512(base::BytesView key, base::BytesView data);

// Extract and expand in one: a key of `length` octets for the one use that `info` names.
base::Secret hkdf_sha256(const base::Secret& key, base::BytesView salt, std::string_view info,
                         std::size_t length);

// Takes the same time whatever differs and wherever (KY5). Lengths are not secret.
bool equal(base::BytesView left, base::BytesView right);

// An HMAC key kept ready: its padded halves are hashed once, not at every use. Threads may share
// it.
class MacKey {
 public:
  // Any length; what a protocol demands of it is the protocol's to check.
  MacKey(MacAlgorithm algorithm, const base::Secret& key);

  MacAlgorithm algorithm() const;
  base::Bytes tag(base::BytesView data) const;
  bool verify(base::BytesView data, base::BytesView tag) const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace crypto
