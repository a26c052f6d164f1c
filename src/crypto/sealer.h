// Secrets at rest: AES-256-GCM (NIST SP 800-38D) under a key that is not in the database (KY2).
// Associated data is the row's id and the column's name, so that a cell put into another place does
// not open.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace crypto {

// One version octet, a random nonce of 96 bits, the ciphertext, the tag of 16 octets in full.
// Random nonces bound one master key to 2^32 seals. Threads may share it.
class Sealer {
 public:
  static constexpr std::size_t kLeastMasterKey = 32;

  // Throws std::invalid_argument for a master key that is too short: whoever loads one from a file
  // checks it, and can name the file. The sealing key is derived, so that other uses of the master
  // key share nothing with this one.
  Sealer(const base::Secret& master_key, base::Random& random);

  base::Bytes seal(base::BytesView plain, std::string_view associated) const;
  base::Result<base::Secret> open(base::BytesView sealed, std::string_view associated) const;

 private:
  base::Secret key_;
  base::Random& random_;
};

}  // namespace crypto
