// OpenSSL's objects, owned. Declared here without OpenSSL's headers, which stay in this layer's
// .cc files.
#pragma once

#include <memory>

struct bignum_st;
struct evp_cipher_ctx_st;
struct evp_mac_ctx_st;
struct evp_md_ctx_st;
struct evp_pkey_st;

namespace crypto {

struct Free {
  void operator()(bignum_st* number) const;
  void operator()(evp_cipher_ctx_st* context) const;
  void operator()(evp_mac_ctx_st* context) const;
  void operator()(evp_md_ctx_st* context) const;
  void operator()(evp_pkey_st* key) const;
};

template <class T>
using Handle = std::unique_ptr<T, Free>;

}  // namespace crypto
