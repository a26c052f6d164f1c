// What a client that signs is known by (OpenID Connect Core section 9): its public keys, or a
// secret that is kept so that it can be had back. Called by Clients, and by whoever looks at a
// signature.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/sealer.h"
#include "jose/key_set.h"
#include "oauth/registry/client.h"

namespace oauth {

// Of private_key_jwt: RS256, PS256, ES256 and EdDSA, each bound to its key. A set with a key of
// another algorithm is refused.
base::Result<jose::KeySet> client_keys(std::string_view jwks);

// Of client_secret_jwt: a hash of the secret verifies nothing. It opens for that client and that
// secret alone.
base::Bytes seal_secret(const crypto::Sealer& sealer, const ClientId& client,
                        const SecretHash& beside, const base::Secret& secret);
base::Result<base::Secret> open_secret(const crypto::Sealer& sealer, const ClientId& client,
                                       const SecretHash& kept);

}  // namespace oauth
