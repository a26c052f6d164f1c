#include "oauth/registry/credentials.h"

#include <algorithm>
#include <array>
#include <string>

#include "jose/jwk.h"

namespace oauth {
namespace {

using crypto::SignatureAlgorithm;

constexpr std::array kAlgorithms = {SignatureAlgorithm::RS256, SignatureAlgorithm::PS256,
                                    SignatureAlgorithm::ES256, SignatureAlgorithm::EdDSA};

std::string place_of(const ClientId& client, const SecretHash& beside) {
  return "clients.secrets.sealed:" + client.text() + ":" + base::to_hex(beside.sha256);
}

}  // namespace

base::Result<jose::KeySet> client_keys(std::string_view jwks) {
  TRY_VAL(keys, jose::parse_jwks(jwks));
  for (const auto& key : keys) {
    if (std::ranges::find(kAlgorithms, key.key.algorithm()) == kAlgorithms.end()) {
      return base::reject(base::ErrorCode::invalid_request, "OIDC-9",
                          "a client signs by RS256, PS256, ES256 or EdDSA");
    }
  }
  return keys;
}

base::Bytes seal_secret(const crypto::Sealer& sealer, const ClientId& client,
                        const SecretHash& beside, const base::Secret& secret) {
  return sealer.seal(secret.reveal(), place_of(client, beside));
}

base::Result<base::Secret> open_secret(const crypto::Sealer& sealer, const ClientId& client,
                                       const SecretHash& kept) {
  return sealer.open(kept.sealed, place_of(client, kept));
}

}  // namespace oauth
