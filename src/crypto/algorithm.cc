#include "crypto/algorithm.h"

#include <array>

namespace crypto {
namespace {

struct Row {
  std::string_view name;
  SignatureAlgorithm algorithm;
  Family family;
  Hash hash;
  std::string_view curve;
  std::size_t coordinate;
};

using enum SignatureAlgorithm;

// In the order of the enumeration.
constexpr std::array<Row, 10> kRows{{
    {"RS256", RS256, Family::rsa_pkcs1, Hash::sha256, "", 0},
    {"RS384", RS384, Family::rsa_pkcs1, Hash::sha384, "", 0},
    {"RS512", RS512, Family::rsa_pkcs1, Hash::sha512, "", 0},
    {"PS256", PS256, Family::rsa_pss, Hash::sha256, "", 0},
    {"PS384", PS384, Family::rsa_pss, Hash::sha384, "", 0},
    {"PS512", PS512, Family::rsa_pss, Hash::sha512, "", 0},
    {"ES256", ES256, Family::ecdsa, Hash::sha256, "P-256", 32},
    {"ES384", ES384, Family::ecdsa, Hash::sha384, "P-384", 48},
    {"ES512", ES512, Family::ecdsa, Hash::sha512, "P-521", 66},
    {"EdDSA", EdDSA, Family::ed25519, Hash::sha512, "Ed25519", 32},
}};

struct MacRow {
  std::string_view name;
  MacAlgorithm algorithm;
  Hash hash;
};

constexpr std::array<MacRow, 3> kMacRows{{
    {"HS256", MacAlgorithm::HS256, Hash::sha256},
    {"HS384", MacAlgorithm::HS384, Hash::sha384},
    {"HS512", MacAlgorithm::HS512, Hash::sha512},
}};

const Row& row_of(SignatureAlgorithm algorithm) {
  return kRows[static_cast<std::size_t>(algorithm)];
}

const MacRow& row_of(MacAlgorithm algorithm) {
  return kMacRows[static_cast<std::size_t>(algorithm)];
}

}  // namespace

std::string_view to_string(SignatureAlgorithm algorithm) { return row_of(algorithm).name; }
std::string_view to_string(MacAlgorithm algorithm) { return row_of(algorithm).name; }

std::optional<SignatureAlgorithm> signature_algorithm(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) {
      return row.algorithm;
    }
  }
  return std::nullopt;
}

std::optional<MacAlgorithm> mac_algorithm(std::string_view name) {
  for (const MacRow& row : kMacRows) {
    if (row.name == name) {
      return row.algorithm;
    }
  }
  return std::nullopt;
}

Family family_of(SignatureAlgorithm algorithm) { return row_of(algorithm).family; }
Hash hash_of(SignatureAlgorithm algorithm) { return row_of(algorithm).hash; }
Hash hash_of(MacAlgorithm algorithm) { return row_of(algorithm).hash; }

std::size_t size_of(Hash hash) {
  switch (hash) {
    case Hash::sha256:
      return 32;
    case Hash::sha384:
      return 48;
    case Hash::sha512:
      return 64;
  }
  return 0;
}

std::string_view curve_of(SignatureAlgorithm algorithm) { return row_of(algorithm).curve; }
std::size_t coordinate_size_of(SignatureAlgorithm algorithm) {
  return row_of(algorithm).coordinate;
}

}  // namespace crypto
