// Keys that sign and keys that verify. A key is bound to one algorithm when it is made and cannot
// be asked for another. RSA is 2048 to 4096 bits with a public exponent of 65537 or more; the
// curves are P-256, P-384, P-521 and Ed25519. Both are handles on something immutable: cheap to
// copy, shared by threads without a lock.
#pragma once

#include <cstddef>
#include <memory>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/algorithm.h"
#include "crypto/key_parts.h"

namespace crypto {

class PublicKey {
 public:
  // Refuses what is not a point of the curve, what is too small or too large, and parts of another
  // kind than the algorithm's.
  static base::Result<PublicKey> make(SignatureAlgorithm algorithm, PublicParts parts);

  SignatureAlgorithm algorithm() const;
  const PublicParts& parts() const;
  // Octets of every signature, in the form of JWS; another length is refused unseen.
  std::size_t signature_size() const;

  // ECDSA as r and s side by side (RFC 7518 section 3.4), never DER.
  bool verify(base::BytesView message, base::BytesView signature) const;

 private:
  friend class SigningKey;
  struct Impl;
  explicit PublicKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

class SigningKey {
 public:
  // An Ed25519 seed comes from `random`; RSA and EC keys from OpenSSL's generator, which the kernel
  // seeds. `rsa_bits` is of no meaning to the others.
  static base::Result<SigningKey> generate(SignatureAlgorithm algorithm, base::Random& random,
                                           unsigned rsa_bits = 2048);
  // Both sign once and verify it: a private half that is not of its public half is refused.
  static base::Result<SigningKey> make(SignatureAlgorithm algorithm, const PrivateParts& parts);
  static base::Result<SigningKey> from_pkcs8(SignatureAlgorithm algorithm, const base::Secret& der);

  SignatureAlgorithm algorithm() const;
  PublicKey public_key() const;
  // To be sealed at once.
  base::Secret to_pkcs8() const;
  PrivateParts private_parts() const;

  base::Bytes sign(base::BytesView message) const;

 private:
  struct Impl;
  explicit SigningKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace crypto
