// The public keys a verifier trusts, each bound to its one algorithm and found by its kid.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/signing_key.h"

namespace jose {

struct VerificationKey {
  std::string kid;  // empty for a key that has none
  crypto::PublicKey key;
};

class KeySet {
 public:
  // Refuses a kid that is there already: which of two keys is meant must never be a guess.
  base::Done add(VerificationKey key);

  // Without a kid only the one key of a set of one is meant (OpenID Connect Core section 10.1).
  const VerificationKey* find(std::string_view kid) const;

  std::size_t size() const { return keys_.size(); }
  auto begin() const { return keys_.begin(); }
  auto end() const { return keys_.end(); }

 private:
  std::vector<VerificationKey> keys_;
};

}  // namespace jose
