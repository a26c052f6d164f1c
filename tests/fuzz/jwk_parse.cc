// Keys and key sets from strangers: what is taken comes back from its own writing as the same key.
#include <cstdlib>

#include "jose/jwk.h"
#include "jose/private_jwk.h"

namespace {

void check(const jose::VerificationKey& key) {
  const auto again = jose::parse_jwk(jose::to_jwk(key));
  if (!again || jose::thumbprint(again->key) != jose::thumbprint(key.key) ||
      again->kid != key.kid) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto object = base::parse_json_object(text)) {
    for (const auto bound : {std::optional<crypto::SignatureAlgorithm>(),
                             std::optional(crypto::SignatureAlgorithm::RS256),
                             std::optional(crypto::SignatureAlgorithm::ES256)}) {
      if (const auto key = jose::parse_jwk(*object, bound)) {
        check(*key);
      }
    }
  }
  if (const auto keys = jose::parse_jwks(text)) {
    for (const auto& key : *keys) {
      check(key);
    }
  }
  if (const auto key = jose::parse_private_jwk(base::Secret(text))) {
    check({.kid = key->kid, .key = key->key.public_key()});
  }
  return 0;
}
