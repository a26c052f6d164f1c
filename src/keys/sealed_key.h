// A signing key as it lies in the database, and back. The kid is the thumbprint of the public half
// (RFC 7638): unique by what it is, and no row can be given another's key or kid unnoticed.
#pragma once

#include "base/result.h"
#include "crypto/sealer.h"
#include "crypto/signing_key.h"
#include "keys/key_store.h"
#include "keys/snapshot.h"

namespace keys {

// With everything but generation and times.
KeyRow seal_key(const crypto::Sealer& sealer, const crypto::SigningKey& key);

// Takes nothing on trust that is not sealed: the public half is the private half's, and a row whose
// own differs is refused.
base::Result<LoadedKey> open_key(const crypto::Sealer& sealer, KeyRow row);

}  // namespace keys
