#include "crypto/digest.h"

#include <array>
#include <cstring>
#include <mutex>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "crypto/evp.h"
#include "crypto/failure.h"
#include "crypto/handles.h"

namespace crypto {
namespace {

base::Bytes digest(Hash hash, base::BytesView data) {
  base::Bytes out(size_of(hash));
  unsigned length = 0;
  require(EVP_Digest(data.data(), data.size(), out.data(), &length, evp_hash(hash), nullptr) == 1 &&
              length == out.size(),
          "cannot hash");
  return out;
}

// A null pointer would mean "keep the key you have", so an empty key needs an address.
void set_key(EVP_MAC_CTX* context, base::BytesView key, const OSSL_PARAM* params) {
  const std::uint8_t none = 0;
  require(EVP_MAC_init(context, key.empty() ? &none : key.data(), key.size(), params) == 1,
          "cannot key a MAC");
}

EVP_MAC_CTX* make_template(Hash hash) {
  Handle<EVP_MAC_CTX> context(EVP_MAC_CTX_new(evp_hmac()));
  require(context != nullptr, "cannot make a MAC");
  std::array<char, 16> name{};
  std::strncpy(name.data(), name_of(hash), name.size() - 1);
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
      OSSL_PARAM_construct_end()};
  set_key(context.get(), {}, params);
  return context.release();
}

// To be told a hash by its name, a MAC looks it up, under a lock that all threads share. These have
// been told, for as long as the process lives.
const EVP_MAC_CTX* template_of(Hash hash) {
  static const EVP_MAC_CTX* const sha256 = make_template(Hash::sha256);
  static const EVP_MAC_CTX* const sha384 = make_template(Hash::sha384);
  static const EVP_MAC_CTX* const sha512 = make_template(Hash::sha512);
  return hash == Hash::sha256 ? sha256 : hash == Hash::sha384 ? sha384 : sha512;
}

Handle<EVP_MAC_CTX> keyed(Hash hash, base::BytesView key) {
  Handle<EVP_MAC_CTX> context(EVP_MAC_CTX_dup(template_of(hash)));
  require(context != nullptr, "cannot make a MAC");
  set_key(context.get(), key, nullptr);
  return context;
}

base::Bytes finish(EVP_MAC_CTX* context, Hash hash, base::BytesView data) {
  base::Bytes out(size_of(hash));
  std::size_t length = 0;
  require(EVP_MAC_update(context, data.data(), data.size()) == 1 &&
              EVP_MAC_final(context, out.data(), &length, out.size()) == 1 && length == out.size(),
          "cannot compute a MAC");
  return out;
}

base::Bytes hmac(Hash hash, base::BytesView key, base::BytesView data) {
  return finish(keyed(hash, key).get(), hash, data);
}

}  // namespace

base::Bytes sha256(base::BytesView data) { return digest(Hash::sha256, data); }
base::Bytes sha384(base::BytesView data) { return digest(Hash::sha384, data); }
base::Bytes sha512(base::BytesView data) { return digest(Hash::sha512, data); }

base::Bytes hmac_sha256(base::BytesView key, base::BytesView data) {
  return hmac(Hash::sha256, key, data);
}
base::Bytes hmac_sha384(base::BytesView key, base::BytesView data) {
  return hmac(Hash::sha384, key, data);
}
base::Bytes hmac_sha512(base::BytesView key, base::BytesView data) {
  return hmac(Hash::sha512, key, data);
}

base::Secret hkdf_sha256(const base::Secret& key, base::BytesView salt, std::string_view info,
                         std::size_t length) {
  const std::unique_ptr<EVP_KDF_CTX, void (*)(EVP_KDF_CTX*)> context(EVP_KDF_CTX_new(evp_hkdf()),
                                                                     &EVP_KDF_CTX_free);
  require(context != nullptr, "cannot make a KDF");
  char name[] = "SHA256";
  std::string context_info(info);
  // Without a salt RFC 5869 takes zeros, as many as a hash has; OpenSSL takes no null pointer.
  base::Bytes salt_copy(salt.begin(), salt.end());
  if (salt_copy.empty()) {
    salt_copy.resize(size_of(Hash::sha256));
  }
  base::Secret key_copy = key.clone();
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name, 0),
      OSSL_PARAM_construct_octet_string(
          OSSL_KDF_PARAM_KEY, const_cast<std::uint8_t*>(key_copy.reveal().data()), key_copy.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt_copy.data(), salt_copy.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, context_info.data(),
                                        context_info.size()),
      OSSL_PARAM_construct_end()};
  base::Bytes out(length);
  require(EVP_KDF_derive(context.get(), out.data(), out.size(), params) == 1,
          "cannot derive a key");
  return base::Secret(std::move(out));
}

bool equal(base::BytesView left, base::BytesView right) {
  return left.size() == right.size() &&
         (left.empty() || CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0);
}

// A copy costs more than the MAC that it is made for, so that one is kept for whoever comes first.
struct MacKey::Impl {
  Impl(MacAlgorithm of, base::BytesView key)
      : algorithm(of), keyed(crypto::keyed(hash_of(of), key)), kept(copy()) {
    // The library that was found is not always the one that it was built with.
    require(OpenSSL_version_num() >= 0x30000030, "OpenSSL before 3.0.3 cannot begin a MAC again");
  }

  Handle<EVP_MAC_CTX> copy() const {
    Handle<EVP_MAC_CTX> made(EVP_MAC_CTX_dup(keyed.get()));
    require(made != nullptr, "cannot copy a MAC");
    return made;
  }

  const MacAlgorithm algorithm;
  const Handle<EVP_MAC_CTX> keyed;
  std::mutex mutex;
  const Handle<EVP_MAC_CTX> kept;
};

MacKey::MacKey(MacAlgorithm algorithm, const base::Secret& key)
    : impl_(std::make_shared<Impl>(algorithm, key.reveal())) {}

MacAlgorithm MacKey::algorithm() const { return impl_->algorithm; }

base::Bytes MacKey::tag(base::BytesView data) const {
  const Hash hash = hash_of(impl_->algorithm);
  if (const std::unique_lock alone(impl_->mutex, std::try_to_lock); alone) {
    EVP_MAC_CTX* const kept = impl_->kept.get();
    require(EVP_MAC_init(kept, nullptr, 0, nullptr) == 1, "cannot use a MAC again");
    return finish(kept, hash, data);
  }
  return finish(impl_->copy().get(), hash, data);
}

bool MacKey::verify(base::BytesView data, base::BytesView expected) const {
  return equal(tag(data), expected);
}

}  // namespace crypto
