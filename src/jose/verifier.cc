#include "jose/verifier.h"

namespace jose {
namespace {

std::unexpected<base::Error> refused(std::string_view clause, std::string why) {
  return base::reject(base::ErrorCode::unauthorized, clause, std::move(why));
}

// A key is of one curve, and so is its signature: by which of its names the header calls the
// algorithm changes nothing in how it is verified (RFC9864-2.2).
bool is_named(std::string_view alg, crypto::SignatureAlgorithm algorithm,
              const Expected& expected) {
  return alg == crypto::to_string(algorithm) ||
         (expected.newly_named_too && algorithm == crypto::SignatureAlgorithm::EdDSA &&
          alg == crypto::curve_of(algorithm));
}

}  // namespace

base::Result<VerifiedOctets> Verifier::verify_octets(std::string_view compact,
                                                     const Expected& expected) const {
  TRY_VAL(parts, dissect(compact, expected));
  const VerificationKey* key = keys_.find(parts.kid);
  if (key == nullptr) {
    return refused("RFC7515-4.1.4", "no trusted key has that kid");
  }
  if (!is_named(parts.alg, key->key.algorithm(), expected)) {
    return refused("RFC8725-3.1", "the alg is not the one of the key");
  }
  if (parts.signature.size() != key->key.signature_size()) {
    return refused("RFC7515-5.2", "the signature has not the length of its algorithm");
  }
  if (!key->key.verify(base::bytes_of(parts.signing_input), parts.signature)) {
    return refused("RFC7515-5.2", "the signature is wrong");
  }
  return VerifiedOctets(std::move(parts.payload), std::move(parts.kid), std::move(parts.typ));
}

base::Result<Verified> Verifier::verify(std::string_view compact, const Expected& expected) const {
  TRY_VAL(octets, verify_octets(compact, expected));
  TRY_VAL(claims, base::parse_json_object(base::text_of(octets.payload())));
  return Verified(std::move(claims), octets.kid(), octets.typ());
}

}  // namespace jose
