// RSA and EC keys as OpenSSL holds them: into it and out of it again.
#pragma once

#include "base/result.h"
#include "crypto/algorithm.h"
#include "crypto/handles.h"
#include "crypto/key_parts.h"

namespace crypto {

inline constexpr unsigned kLeastRsaBits = 2048;
inline constexpr unsigned kMostRsaBits = 4096;

using EvpKey = Handle<evp_pkey_st>;

base::Result<EvpKey> evp_public_key(SignatureAlgorithm algorithm, const RsaPublic& parts);
base::Result<EvpKey> evp_public_key(SignatureAlgorithm algorithm, const EcPublic& parts);
base::Result<EvpKey> evp_private_key(SignatureAlgorithm algorithm, const RsaPrivate& parts);
base::Result<EvpKey> evp_private_key(SignatureAlgorithm algorithm, const EcPrivate& parts);

EvpKey evp_generate(SignatureAlgorithm algorithm, unsigned rsa_bits);

// PKCS#8 (RFC 5958), unencrypted.
base::Result<EvpKey> evp_from_pkcs8(SignatureAlgorithm algorithm, const base::Secret& der);
base::Secret evp_to_pkcs8(const evp_pkey_st* key);

// Of a private key, RSA or EC as its algorithm says.
PrivateParts evp_private_parts(SignatureAlgorithm algorithm, const evp_pkey_st* key);

// Ready to be copied for each message.
Handle<evp_md_ctx_st> evp_signer(SignatureAlgorithm algorithm, evp_pkey_st* key);
Handle<evp_md_ctx_st> evp_verifier(SignatureAlgorithm algorithm, evp_pkey_st* key);
Handle<evp_md_ctx_st> evp_copy(const evp_md_ctx_st* ready);

}  // namespace crypto
