// Makes a JSON Web Signature (RFC 7515) with the one algorithm of its key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/signing_key.h"
#include "jose/compact.h"

namespace jose {

// Threads may share it.
class Signer {
 public:
  // `types` are the `typ`s it will often be asked for.
  Signer(std::string kid, crypto::SigningKey key,
         const std::vector<std::string>& types = {"JWT", "at+jwt", "logout+jwt"});

  // The payload is signed as it is. An empty `typ` leaves the header without one, which no JWT of
  // ours is.
  std::string sign(std::string_view typ, std::string_view payload) const;

  const std::string& kid() const { return inputs_.kid(); }
  crypto::SignatureAlgorithm algorithm() const { return key_.algorithm(); }
  crypto::PublicKey public_key() const { return key_.public_key(); }

 private:
  crypto::SigningKey key_;
  SigningInputs inputs_;
};

}  // namespace jose
