#include "crypto/evp_key.h"

#include <array>
#include <bit>
#include <cstring>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "crypto/evp.h"
#include "crypto/failure.h"

namespace crypto {
namespace {

constexpr std::size_t kMostExponentOctets = 4;
constexpr std::uint32_t kLeastExponent = 65537;

std::unexpected<base::Error> refused(std::string_view clause, std::string why) {
  forget_openssl_errors();
  return base::reject(base::ErrorCode::invalid_request, clause, std::move(why));
}

// Parameters of a key to be, and the numbers they point at.
class KeyBuilder {
 public:
  KeyBuilder() : params_(OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free) {
    require(params_ != nullptr, "cannot build a key");
  }

  KeyBuilder& number(const char* name, base::BytesView octets) {
    BIGNUM* number = BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr);
    require(number != nullptr, "cannot build a key");
    numbers_.at(used_++).reset(number);
    require(OSSL_PARAM_BLD_push_BN(params_.get(), name, number) == 1, "cannot build a key");
    return *this;
  }
  KeyBuilder& text(const char* name, std::string_view value) {
    require(OSSL_PARAM_BLD_push_utf8_string(params_.get(), name, value.data(), value.size()) == 1,
            "cannot build a key");
    return *this;
  }
  // Must outlive build().
  KeyBuilder& octets(const char* name, base::BytesView value) {
    require(OSSL_PARAM_BLD_push_octet_string(params_.get(), name, value.data(), value.size()) == 1,
            "cannot build a key");
    return *this;
  }

  // Null when OpenSSL does not take them.
  EvpKey build(const char* type, int selection) {
    const std::unique_ptr<OSSL_PARAM, void (*)(OSSL_PARAM*)> params(
        OSSL_PARAM_BLD_to_param(params_.get()), &OSSL_PARAM_free);
    const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> context(
        EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), &EVP_PKEY_CTX_free);
    require(params != nullptr && context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1,
            "cannot build a key");
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata(context.get(), &key, selection, params.get());
    return EvpKey(key);
  }

 private:
  std::unique_ptr<OSSL_PARAM_BLD, void (*)(OSSL_PARAM_BLD*)> params_;
  std::array<Handle<BIGNUM>, 8> numbers_;
  std::size_t used_ = 0;
};

base::Done check_rsa(const RsaPublic& parts) {
  if (parts.n.empty() || parts.e.empty() || parts.n[0] == 0 || parts.e[0] == 0) {
    return refused("RFC7518-6.3.1", "an integer is empty or starts with a zero octet");
  }
  if (parts.n.size() > kMostRsaBits / 8) {
    return refused("RFC7518-3.3", "the RSA modulus is longer than 4096 bits");
  }
  const std::size_t bits =
      parts.n.size() * 8 - static_cast<std::size_t>(std::countl_zero(parts.n[0]));
  if (bits < kLeastRsaBits) {
    return refused("RFC7518-3.3", "the RSA modulus is shorter than 2048 bits");
  }
  if ((parts.n.back() & 1) == 0) {
    return refused("RFC7518-6.3.1.1", "the RSA modulus is even");
  }
  std::uint32_t exponent = 0;
  if (parts.e.size() <= kMostExponentOctets) {
    for (const std::uint8_t octet : parts.e) {
      exponent = (exponent << 8) | octet;
    }
  }
  if (exponent < kLeastExponent || exponent % 2 == 0) {
    return refused("RFC7518-6.3.1.2", "the RSA public exponent is not odd and 65537 to 2^32");
  }
  return {};
}

base::Done check_ec(SignatureAlgorithm algorithm, const EcPublic& parts) {
  const std::size_t coordinate = coordinate_size_of(algorithm);
  if (parts.x.size() != coordinate || parts.y.size() != coordinate) {
    return refused("RFC7518-6.2.1.2", "a coordinate has not the length of the curve's field");
  }
  return {};
}

base::Bytes uncompressed(const EcPublic& parts) {
  base::Bytes point{0x04};
  point.insert(point.end(), parts.x.begin(), parts.x.end());
  point.insert(point.end(), parts.y.begin(), parts.y.end());
  return point;
}

Handle<BIGNUM> number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &number) == 1, "a key lacks a part");
  return Handle<BIGNUM>(number);
}

base::Bytes octets_of(const EVP_PKEY* key, const char* name, std::size_t width = 0) {
  const auto number = number_of(key, name);
  const int length = width == 0 ? BN_num_bytes(number.get()) : static_cast<int>(width);
  base::Bytes octets(static_cast<std::size_t>(length));
  require(BN_bn2binpad(number.get(), octets.data(), length) == length, "a key's part is too long");
  return octets;
}

base::Secret secret_of(const EVP_PKEY* key, const char* name, std::size_t width = 0) {
  return base::Secret(octets_of(key, name, width));
}

bool is_rsa(SignatureAlgorithm algorithm) {
  return family_of(algorithm) == Family::rsa_pkcs1 || family_of(algorithm) == Family::rsa_pss;
}

bool is_of(SignatureAlgorithm algorithm, const EVP_PKEY* key) {
  if (is_rsa(algorithm)) {
    return EVP_PKEY_is_a(key, "RSA") == 1;
  }
  if (EVP_PKEY_is_a(key, "EC") != 1) {
    return false;
  }
  std::array<char, 32> group{};
  std::size_t length = 0;
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1) {
    return false;
  }
  const std::string_view curve = curve_of(algorithm);
  const std::string_view name(group.data(), length);
  return name == curve || (name == "prime256v1" && curve == "P-256") ||
         (name == "secp384r1" && curve == "P-384") || (name == "secp521r1" && curve == "P-521");
}

void pad(SignatureAlgorithm algorithm, EVP_PKEY_CTX* context) {
  if (family_of(algorithm) == Family::rsa_pss) {
    require(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1,
            "cannot set the padding");
  }
}

}  // namespace

base::Result<EvpKey> evp_public_key(SignatureAlgorithm, const RsaPublic& parts) {
  TRY(check_rsa(parts));
  EvpKey key = KeyBuilder()
                   .number(OSSL_PKEY_PARAM_RSA_N, parts.n)
                   .number(OSSL_PKEY_PARAM_RSA_E, parts.e)
                   .build("RSA", EVP_PKEY_PUBLIC_KEY);
  if (key == nullptr) {
    return refused("RFC7518-6.3.1", "not an RSA public key");
  }
  return key;
}

base::Result<EvpKey> evp_public_key(SignatureAlgorithm algorithm, const EcPublic& parts) {
  TRY(check_ec(algorithm, parts));
  const base::Bytes point = uncompressed(parts);
  // OpenSSL checks that the point is on the curve; their cofactor is 1, so nothing else is left.
  EvpKey key = KeyBuilder()
                   .text(OSSL_PKEY_PARAM_GROUP_NAME, curve_of(algorithm))
                   .octets(OSSL_PKEY_PARAM_PUB_KEY, point)
                   .build("EC", EVP_PKEY_PUBLIC_KEY);
  if (key == nullptr) {
    return refused("RFC7518-6.2.1", "not a point of the curve");
  }
  return key;
}

base::Result<EvpKey> evp_private_key(SignatureAlgorithm, const RsaPrivate& parts) {
  TRY(check_rsa(parts.public_part));
  for (const base::Secret* part : {&parts.d, &parts.p, &parts.q, &parts.dp, &parts.dq, &parts.qi}) {
    if (part->empty() || part->size() > parts.public_part.n.size()) {
      return refused("RFC7518-6.3.2", "a part of the RSA private key is missing or too long");
    }
  }
  EvpKey key = KeyBuilder()
                   .number(OSSL_PKEY_PARAM_RSA_N, parts.public_part.n)
                   .number(OSSL_PKEY_PARAM_RSA_E, parts.public_part.e)
                   .number(OSSL_PKEY_PARAM_RSA_D, parts.d.reveal())
                   .number(OSSL_PKEY_PARAM_RSA_FACTOR1, parts.p.reveal())
                   .number(OSSL_PKEY_PARAM_RSA_FACTOR2, parts.q.reveal())
                   .number(OSSL_PKEY_PARAM_RSA_EXPONENT1, parts.dp.reveal())
                   .number(OSSL_PKEY_PARAM_RSA_EXPONENT2, parts.dq.reveal())
                   .number(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, parts.qi.reveal())
                   .build("RSA", EVP_PKEY_KEYPAIR);
  if (key == nullptr) {
    return refused("RFC7518-6.3.2", "not an RSA private key");
  }
  return key;
}

base::Result<EvpKey> evp_private_key(SignatureAlgorithm algorithm, const EcPrivate& parts) {
  TRY(check_ec(algorithm, parts.public_part));
  if (parts.d.size() != coordinate_size_of(algorithm)) {
    return refused("RFC7518-6.2.2.1", "the private scalar has not the length of the curve's order");
  }
  const base::Bytes point = uncompressed(parts.public_part);
  EvpKey key = KeyBuilder()
                   .text(OSSL_PKEY_PARAM_GROUP_NAME, curve_of(algorithm))
                   .octets(OSSL_PKEY_PARAM_PUB_KEY, point)
                   .number(OSSL_PKEY_PARAM_PRIV_KEY, parts.d.reveal())
                   .build("EC", EVP_PKEY_KEYPAIR);
  if (key == nullptr) {
    return refused("RFC7518-6", "not a private key of the curve");
  }
  return key;
}

EvpKey evp_generate(SignatureAlgorithm algorithm, unsigned rsa_bits) {
  EvpKey key(is_rsa(algorithm)
                 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(rsa_bits))
                 : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve_of(algorithm).data()));
  require(key != nullptr, "cannot generate a key");
  return key;
}

base::Result<EvpKey> evp_from_pkcs8(SignatureAlgorithm algorithm, const base::Secret& der) {
  const unsigned char* at = der.reveal().data();
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, void (*)(PKCS8_PRIV_KEY_INFO*)> info(
      d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())),
      &PKCS8_PRIV_KEY_INFO_free);
  if (info == nullptr || at != der.reveal().data() + der.size()) {
    return refused("RFC5958-2", "not a private key in PKCS#8");
  }
  EvpKey key(EVP_PKCS82PKEY(info.get()));
  if (key == nullptr || !is_of(algorithm, key.get())) {
    return refused("RFC5958-2", "not a private key of the expected kind");
  }
  return key;
}

base::Secret evp_to_pkcs8(const evp_pkey_st* key) {
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, void (*)(PKCS8_PRIV_KEY_INFO*)> info(
      EVP_PKEY2PKCS8(key), &PKCS8_PRIV_KEY_INFO_free);
  const int length = info == nullptr ? -1 : i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr);
  require(length > 0, "cannot write a private key");
  base::Bytes der(static_cast<std::size_t>(length));
  unsigned char* at = der.data();
  require(i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at) == length, "cannot write a private key");
  return base::Secret(std::move(der));
}

PrivateParts evp_private_parts(SignatureAlgorithm algorithm, const evp_pkey_st* key) {
  if (is_rsa(algorithm)) {
    return RsaPrivate{.public_part = {.n = octets_of(key, OSSL_PKEY_PARAM_RSA_N),
                                      .e = octets_of(key, OSSL_PKEY_PARAM_RSA_E)},
                      .d = secret_of(key, OSSL_PKEY_PARAM_RSA_D),
                      .p = secret_of(key, OSSL_PKEY_PARAM_RSA_FACTOR1),
                      .q = secret_of(key, OSSL_PKEY_PARAM_RSA_FACTOR2),
                      .dp = secret_of(key, OSSL_PKEY_PARAM_RSA_EXPONENT1),
                      .dq = secret_of(key, OSSL_PKEY_PARAM_RSA_EXPONENT2),
                      .qi = secret_of(key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1)};
  }
  const std::size_t width = coordinate_size_of(algorithm);
  return EcPrivate{.public_part = {.x = octets_of(key, OSSL_PKEY_PARAM_EC_PUB_X, width),
                                   .y = octets_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, width)},
                   .d = secret_of(key, OSSL_PKEY_PARAM_PRIV_KEY, width)};
}

Handle<evp_md_ctx_st> evp_signer(SignatureAlgorithm algorithm, evp_pkey_st* key) {
  Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* of_key = nullptr;
  require(context != nullptr &&
              EVP_DigestSignInit_ex(context.get(), &of_key, name_of(hash_of(algorithm)), nullptr,
                                    nullptr, key, nullptr) == 1,
          "cannot make a signer");
  pad(algorithm, of_key);
  return context;
}

Handle<evp_md_ctx_st> evp_verifier(SignatureAlgorithm algorithm, evp_pkey_st* key) {
  Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* of_key = nullptr;
  require(context != nullptr &&
              EVP_DigestVerifyInit_ex(context.get(), &of_key, name_of(hash_of(algorithm)), nullptr,
                                      nullptr, key, nullptr) == 1,
          "cannot make a verifier");
  pad(algorithm, of_key);
  return context;
}

Handle<evp_md_ctx_st> evp_copy(const evp_md_ctx_st* ready) {
  Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
  require(context != nullptr && EVP_MD_CTX_copy_ex(context.get(), ready) == 1,
          "cannot copy a context");
  // Used once: without this OpenSSL copies the key's half a second time at the end.
  EVP_MD_CTX_set_flags(context.get(), EVP_MD_CTX_FLAG_FINALISE);
  return context;
}

}  // namespace crypto
