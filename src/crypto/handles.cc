#include "crypto/handles.h"

#include <openssl/bn.h>
#include <openssl/evp.h>

namespace crypto {

void Free::operator()(bignum_st* number) const { BN_clear_free(number); }
void Free::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }
void Free::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }
void Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }
void Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

}  // namespace crypto
