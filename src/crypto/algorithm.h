// The signature algorithms there are (RFC 7518 section 3.1, RFC 8037 section 3.1). A key is made
// for one of them and does nothing else. MACs are algorithms of another type: a public key cannot
// become the secret of one.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace crypto {

enum class SignatureAlgorithm {
  RS256,
  RS384,
  RS512,
  PS256,
  PS384,
  PS512,
  ES256,
  ES384,
  ES512,
  EdDSA,  // with Ed25519
};

enum class MacAlgorithm { HS256, HS384, HS512 };

enum class Hash { sha256, sha384, sha512 };

enum class Family { rsa_pkcs1, rsa_pss, ecdsa, ed25519 };

std::string_view to_string(SignatureAlgorithm algorithm);
std::string_view to_string(MacAlgorithm algorithm);

// Exact names only: "none", "rs256" and "RSA1_5" are no algorithms.
std::optional<SignatureAlgorithm> signature_algorithm(std::string_view name);
std::optional<MacAlgorithm> mac_algorithm(std::string_view name);

Family family_of(SignatureAlgorithm algorithm);
// Of EdDSA: sha512, which Ed25519 uses within.
Hash hash_of(SignatureAlgorithm algorithm);
Hash hash_of(MacAlgorithm algorithm);
std::size_t size_of(Hash hash);

// "P-256", "P-384", "P-521", "Ed25519"; empty for RSA.
std::string_view curve_of(SignatureAlgorithm algorithm);
// Octets of one coordinate; 0 for RSA.
std::size_t coordinate_size_of(SignatureAlgorithm algorithm);

}  // namespace crypto
