// Verifies a JSON Web Signature (RFC 7515) by public keys. The kid says which key is meant; that
// key, and not the header, says the algorithm. `none` and RSA1_5 do not exist here, and MACs are
// another verifier's (jose/mac.h), so that a public key is never the secret of one (RFC 8725).
#pragma once

#include <string_view>
#include <utility>

#include "base/result.h"
#include "jose/compact.h"
#include "jose/key_set.h"
#include "jose/verified.h"

namespace jose {

// Threads may share it.
class Verifier {
 public:
  explicit Verifier(KeySet keys) : keys_(std::move(keys)) {}

  // `unauthorized` for a wrong signature, key or type; `invalid_request` and `too_large` for what
  // is no acceptable JWS at all.
  base::Result<Verified> verify(std::string_view compact, const Expected& expected) const;
  // For a payload that is no JSON object.
  base::Result<VerifiedOctets> verify_octets(std::string_view compact,
                                             const Expected& expected) const;

  const KeySet& keys() const { return keys_; }

 private:
  KeySet keys_;
};

}  // namespace jose
