#include "crypto/evp.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>

#include "crypto/failure.h"

namespace crypto {
namespace {

template <class T>
T* fetched(T* algorithm) {
  require(algorithm != nullptr, "OpenSSL lacks an algorithm");
  return algorithm;
}

const EVP_MD* fetch_hash(Hash hash) {
  return fetched(EVP_MD_fetch(nullptr, name_of(hash), nullptr));
}

}  // namespace

const char* name_of(Hash hash) {
  switch (hash) {
    case Hash::sha256:
      return "SHA256";
    case Hash::sha384:
      return "SHA384";
    case Hash::sha512:
      return "SHA512";
  }
  throw Failure("no such hash");
}

const evp_md_st* evp_hash(Hash hash) {
  static const EVP_MD* const sha256 = fetch_hash(Hash::sha256);
  static const EVP_MD* const sha384 = fetch_hash(Hash::sha384);
  static const EVP_MD* const sha512 = fetch_hash(Hash::sha512);
  return hash == Hash::sha256 ? sha256 : hash == Hash::sha384 ? sha384 : sha512;
}

const evp_cipher_st* evp_aes_256_gcm() {
  static const EVP_CIPHER* const cipher =
      fetched(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  return cipher;
}

evp_mac_st* evp_hmac() {
  static EVP_MAC* const mac = fetched(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  return mac;
}

evp_kdf_st* evp_hkdf() {
  static EVP_KDF* const kdf = fetched(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  return kdf;
}

}  // namespace crypto
