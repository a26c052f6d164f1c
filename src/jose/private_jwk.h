// A private key as a JWK (RFC 7517 section 4, RFC 7518 section 6): for import and export alone.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "crypto/signing_key.h"

namespace jose {

struct PrivateJwk {
  std::string kid;
  crypto::SigningKey key;
};

base::Secret to_private_jwk(std::string_view kid, const crypto::SigningKey& key);
base::Result<PrivateJwk> parse_private_jwk(
    const base::Secret& text, std::optional<crypto::SignatureAlgorithm> bound = std::nullopt);

}  // namespace jose
