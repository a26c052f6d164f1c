#include "jose/assertion_key.h"

#include <utility>

#include "crypto/signing_key.h"
#include "jose/jwk.h"
#include "jose/signer.h"

namespace jose {

base::Result<AssertionKey> make_assertion_key(crypto::SignatureAlgorithm algorithm,
                                              base::Random& random) {
  TRY_VAL(key, crypto::SigningKey::generate(algorithm, random));
  const crypto::PublicKey shown = key.public_key();
  return AssertionKey{
      .pkcs8 = key.to_pkcs8(),
      .public_jwk = base::to_text(to_jwk({.kid = thumbprint(shown), .key = shown}))};
}

base::Result<std::string> sign_assertion(crypto::SignatureAlgorithm algorithm,
                                         const base::Secret& pkcs8,
                                         const base::json::object& claims) {
  TRY_VAL(key, crypto::SigningKey::from_pkcs8(algorithm, pkcs8));
  std::string kid = thumbprint(key.public_key());
  const Signer signer(std::move(kid), std::move(key), {"JWT"});
  return signer.sign("JWT", base::to_text(claims));
}

}  // namespace jose
