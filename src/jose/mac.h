// HS256, HS384 and HS512 (RFC 7518 section 3.2): signatures by a secret that both sides hold. Their
// key is a type of its own and fits no other signer or verifier.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "crypto/digest.h"
#include "jose/compact.h"
#include "jose/verified.h"

namespace jose {

class SharedKey {
 public:
  // Refuses a secret shorter than the hash (RFC 7518 section 3.2).
  static base::Result<SharedKey> make(crypto::MacAlgorithm algorithm, std::string kid,
                                      const base::Secret& secret);

  crypto::MacAlgorithm algorithm() const { return key_.algorithm(); }
  const std::string& kid() const { return kid_; }
  const crypto::MacKey& key() const { return key_; }

 private:
  SharedKey(std::string kid, crypto::MacKey key) : kid_(std::move(kid)), key_(std::move(key)) {}
  std::string kid_;
  crypto::MacKey key_;
};

class MacSigner {
 public:
  explicit MacSigner(SharedKey key, const std::vector<std::string>& types = {"JWT"});
  std::string sign(std::string_view typ, std::string_view payload) const;

 private:
  SharedKey key_;
  SigningInputs inputs_;
};

// One secret. A kid in the header, if there is one, must be the key's.
class MacVerifier {
 public:
  explicit MacVerifier(SharedKey key) : key_(std::move(key)) {}
  base::Result<Verified> verify(std::string_view compact, const Expected& expected) const;
  base::Result<VerifiedOctets> verify_octets(std::string_view compact,
                                             const Expected& expected) const;

 private:
  SharedKey key_;
};

}  // namespace jose
