// OpenSSL's algorithms, fetched once: an implicit fetch costs more than a short hash.
#pragma once

#include "crypto/algorithm.h"

struct evp_cipher_st;
struct evp_kdf_st;
struct evp_mac_st;
struct evp_md_st;

namespace crypto {

// Constants of the library, alive as long as the process.
const evp_md_st* evp_hash(Hash hash);
const evp_cipher_st* evp_aes_256_gcm();
evp_mac_st* evp_hmac();
evp_kdf_st* evp_hkdf();

// As OpenSSL names it.
const char* name_of(Hash hash);

}  // namespace crypto
