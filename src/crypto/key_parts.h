// What keys are made of, as a JWK names it (RFC 7518 section 6, RFC 8037 section 2): big-endian
// octets, integers without leading zeros, coordinates and EC scalars at full length. The algorithm
// a key is bound to says which curve.
#pragma once

#include <variant>

#include "base/bytes.h"
#include "base/secret.h"

namespace crypto {

struct RsaPublic {
  base::Bytes n, e;
};
struct EcPublic {
  base::Bytes x, y;
};
struct Ed25519Public {
  base::Bytes x;
};
using PublicParts = std::variant<RsaPublic, EcPublic, Ed25519Public>;

struct RsaPrivate {
  RsaPublic public_part;
  base::Secret d, p, q, dp, dq, qi;
};
struct EcPrivate {
  EcPublic public_part;
  base::Secret d;
};
struct Ed25519Private {
  Ed25519Public public_part;
  base::Secret d;  // the seed
};
using PrivateParts = std::variant<RsaPrivate, EcPrivate, Ed25519Private>;

}  // namespace crypto
