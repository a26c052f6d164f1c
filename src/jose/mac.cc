#include "jose/mac.h"

namespace jose {
namespace {

std::unexpected<base::Error> refused(std::string_view clause, std::string why) {
  return base::reject(base::ErrorCode::unauthorized, clause, std::move(why));
}

}  // namespace

base::Result<SharedKey> SharedKey::make(crypto::MacAlgorithm algorithm, std::string kid,
                                        const base::Secret& secret) {
  if (secret.size() < crypto::size_of(crypto::hash_of(algorithm))) {
    return base::reject(base::ErrorCode::invalid_request, "RFC7518-3.2",
                        "the secret is shorter than the hash of its algorithm");
  }
  return SharedKey(std::move(kid), crypto::MacKey(algorithm, secret));
}

MacSigner::MacSigner(SharedKey key, const std::vector<std::string>& types)
    : key_(std::move(key)), inputs_(crypto::to_string(key_.algorithm()), key_.kid(), types) {}

std::string MacSigner::sign(std::string_view typ, std::string_view payload) const {
  std::string text = inputs_.make(typ, payload, crypto::size_of(crypto::hash_of(key_.algorithm())));
  const base::Bytes tag = key_.key().tag(base::bytes_of(text));
  return with_signature(std::move(text), tag);
}

base::Result<VerifiedOctets> MacVerifier::verify_octets(std::string_view compact,
                                                        const Expected& expected) const {
  TRY_VAL(parts, dissect(compact, expected));
  if (!parts.kid.empty() && parts.kid != key_.kid()) {
    return refused("RFC7515-4.1.4", "no trusted key has that kid");
  }
  if (parts.alg != crypto::to_string(key_.algorithm())) {
    return refused("RFC8725-3.1", "the alg is not the one of the key");
  }
  if (parts.signature.size() != crypto::size_of(crypto::hash_of(key_.algorithm()))) {
    return refused("RFC7515-5.2", "the signature has not the length of its algorithm");
  }
  if (!key_.key().verify(base::bytes_of(parts.signing_input), parts.signature)) {
    return refused("RFC7515-5.2", "the signature is wrong");
  }
  return VerifiedOctets(std::move(parts.payload), std::move(parts.kid), std::move(parts.typ));
}

base::Result<Verified> MacVerifier::verify(std::string_view compact,
                                           const Expected& expected) const {
  TRY_VAL(octets, verify_octets(compact, expected));
  TRY_VAL(claims, base::parse_json_object(base::text_of(octets.payload())));
  return Verified(std::move(claims), octets.kid(), octets.typ());
}

}  // namespace jose
