// JSON Web Keys and sets of them (RFC 7517, RFC 7518 section 6, RFC 8037) and their thumbprints
// (RFC 7638).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/signing_key.h"
#include "jose/key_set.h"

namespace jose {

inline constexpr std::size_t kMostJwks = 128UL * 1024;
inline constexpr std::size_t kMostKeys = 64;

// With kty, its parts, use, alg and, unless it is empty, kid.
base::json::object to_jwk(const VerificationKey& key);
std::string to_jwks(const KeySet& keys);

// `bound` is the algorithm that was agreed on with whoever sent the key; the key's own alg must
// agree with it. Without one the key's alg binds, or its curve; an RSA key that names no alg fits
// several and is refused. So is one that carries its private half.
base::Result<VerificationKey> parse_jwk(
    const base::json::object& jwk, std::optional<crypto::SignatureAlgorithm> bound = std::nullopt);

// Leaves out keys that are not ours to use (another kty, curve, use or alg, or too weak), as RFC
// 7517 section 5 asks. Two keys of one kid, a private key and a set with nothing of use are
// refused.
base::Result<KeySet> parse_jwks(std::string_view text,
                                std::optional<crypto::SignatureAlgorithm> bound = std::nullopt);

// Base64url of the SHA-256; the same for a key whatever its kid, use and alg.
std::string thumbprint(const crypto::PublicKey& key);

}  // namespace jose
