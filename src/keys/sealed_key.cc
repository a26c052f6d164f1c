#include "keys/sealed_key.h"

#include <string>
#include <utility>

#include "base/json.h"
#include "jose/jwk.h"

namespace keys {
namespace {

// A kid has one length and an algorithm no colon: no two rows share this text.
std::string place_of(const KeyRow& row) {
  return "signing_keys.sealed_private:" + row.algorithm + ":" + row.kid;
}

std::unexpected<base::Error> unfit(std::string detail) {
  return base::reject(base::ErrorCode::internal, "", "a signing key does not fit its row",
                      std::move(detail));
}

}  // namespace

KeyRow seal_key(const crypto::Sealer& sealer, const crypto::SigningKey& key) {
  KeyRow row;
  row.kid = jose::thumbprint(key.public_key());
  row.algorithm = crypto::to_string(key.algorithm());
  row.public_jwk = base::to_text(jose::to_jwk({.kid = row.kid, .key = key.public_key()}));
  row.sealed_private = sealer.seal(key.to_pkcs8().reveal(), place_of(row));
  return row;
}

base::Result<LoadedKey> open_key(const crypto::Sealer& sealer, KeyRow row) {
  const auto algorithm = crypto::signature_algorithm(row.algorithm);
  if (!algorithm) {
    return unfit("its algorithm is unknown: " + row.algorithm);
  }
  TRY_VAL(pkcs8, sealer.open(row.sealed_private, place_of(row)));
  TRY_VAL(key, crypto::SigningKey::from_pkcs8(*algorithm, pkcs8));
  const crypto::PublicKey public_key = key.public_key();
  if (jose::thumbprint(public_key) != row.kid) {
    return unfit("its kid is not its thumbprint");
  }
  TRY_VAL(jwk, base::parse_json_object(row.public_jwk));
  TRY_VAL(shown, jose::parse_jwk(jwk, algorithm));
  if (shown.kid != row.kid || jose::thumbprint(shown.key) != row.kid) {
    return unfit("the public half beside it is another's");
  }
  auto signer = std::make_shared<const jose::Signer>(row.kid, std::move(key));
  return LoadedKey{.row = std::move(row),
                   .algorithm = *algorithm,
                   .public_key = public_key,
                   .signer = std::move(signer)};
}

}  // namespace keys
