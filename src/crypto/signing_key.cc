#include "crypto/signing_key.h"

#include <algorithm>

#include <openssl/evp.h>
#include <sodium.h>

#include "crypto/digest.h"
#include "crypto/ecdsa_form.h"
#include "crypto/evp_key.h"
#include "crypto/failure.h"
#include "crypto/handles.h"

namespace crypto {
namespace {

// What DER adds to r and s, and room to spare.
constexpr std::size_t kDerFrame = 16;
constexpr std::size_t kSeed = crypto_sign_ed25519_SEEDBYTES;
// PrivateKeyInfo with the algorithm Ed25519 (RFC 8410 section 7), up to the seed.
constexpr std::uint8_t kPkcs8Ed25519[] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                          0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};

std::unexpected<base::Error> refused(std::string_view clause, std::string why) {
  return base::reject(base::ErrorCode::invalid_request, clause, std::move(why));
}

std::unexpected<base::Error> wrong_kind() {
  return refused("RFC8725-3.1", "the key is not of the kind its algorithm needs");
}

struct Ed25519Pair {
  Ed25519Public public_part;
  base::Secret secret;
};

Ed25519Pair ed25519_from_seed(base::BytesView seed) {
  base::Bytes point(crypto_sign_ed25519_PUBLICKEYBYTES);
  base::Bytes secret(crypto_sign_ed25519_SECRETKEYBYTES);
  require(seed.size() == kSeed &&
              crypto_sign_ed25519_seed_keypair(point.data(), secret.data(), seed.data()) == 0,
          "cannot make an Ed25519 key");
  return {.public_part = {.x = std::move(point)}, .secret = base::Secret(std::move(secret))};
}

PublicParts public_half(const PrivateParts& parts) {
  return std::visit([](const auto& half) { return PublicParts(half.public_part); }, parts);
}

std::size_t rsa_or_ec_signature_size(SignatureAlgorithm algorithm, const EVP_PKEY* key) {
  const std::size_t coordinate = coordinate_size_of(algorithm);
  return coordinate > 0 ? 2 * coordinate : static_cast<std::size_t>(EVP_PKEY_get_size(key));
}

}  // namespace

struct PublicKey::Impl {
  SignatureAlgorithm algorithm;
  PublicParts parts;
  std::size_t signature_size = 0;
  EvpKey key;                   // not of Ed25519
  Handle<EVP_MD_CTX> verifier;  // likewise
};

base::Result<PublicKey> PublicKey::make(SignatureAlgorithm algorithm, PublicParts parts) {
  auto impl = std::make_shared<Impl>();
  impl->algorithm = algorithm;
  const Family family = family_of(algorithm);
  if (const auto* edwards = std::get_if<Ed25519Public>(&parts)) {
    if (family != Family::ed25519) {
      return wrong_kind();
    }
    if (edwards->x.size() != crypto_sign_ed25519_PUBLICKEYBYTES ||
        crypto_core_ed25519_is_valid_point(edwards->x.data()) != 1) {
      return refused("RFC8037-2", "not a point of Ed25519");
    }
    impl->signature_size = crypto_sign_ed25519_BYTES;
  } else {
    const auto* rsa = std::get_if<RsaPublic>(&parts);
    const auto* ec = std::get_if<EcPublic>(&parts);
    const bool wants_rsa = family == Family::rsa_pkcs1 || family == Family::rsa_pss;
    if ((rsa != nullptr) != wants_rsa || (ec != nullptr) != (family == Family::ecdsa)) {
      return wrong_kind();
    }
    TRY_VAL(key, rsa != nullptr ? evp_public_key(algorithm, *rsa) : evp_public_key(algorithm, *ec));
    impl->key = std::move(key);
    impl->verifier = evp_verifier(algorithm, impl->key.get());
    impl->signature_size = rsa_or_ec_signature_size(algorithm, impl->key.get());
  }
  impl->parts = std::move(parts);
  return PublicKey(std::move(impl));
}

SignatureAlgorithm PublicKey::algorithm() const { return impl_->algorithm; }
const PublicParts& PublicKey::parts() const { return impl_->parts; }
std::size_t PublicKey::signature_size() const { return impl_->signature_size; }

bool PublicKey::verify(base::BytesView message, base::BytesView signature) const {
  if (signature.size() != impl_->signature_size) {
    return false;
  }
  if (const auto* edwards = std::get_if<Ed25519Public>(&impl_->parts)) {
    return crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(),
                                               edwards->x.data()) == 0;
  }
  base::Bytes der;
  if (family_of(impl_->algorithm) == Family::ecdsa) {
    auto converted = ecdsa_to_der(signature, coordinate_size_of(impl_->algorithm));
    if (!converted) {
      return false;
    }
    der = *std::move(converted);
    signature = der;
  }
  const auto context = evp_copy(impl_->verifier.get());
  const bool genuine = EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                                        message.data(), message.size()) == 1;
  if (!genuine) {
    forget_openssl_errors();
  }
  return genuine;
}

struct SigningKey::Impl {
  PublicKey public_key;
  EvpKey key;                 // not of Ed25519
  Handle<EVP_MD_CTX> signer;  // likewise
  base::Secret ed25519;       // seed and point

  std::optional<base::Bytes> sign(base::BytesView message) const;
};

std::optional<base::Bytes> SigningKey::Impl::sign(base::BytesView message) const {
  base::Bytes signature(public_key.signature_size() + kDerFrame);
  if (!ed25519.empty()) {
    signature.resize(crypto_sign_ed25519_BYTES);
    crypto_sign_ed25519_detached(signature.data(), nullptr, message.data(), message.size(),
                                 ed25519.reveal().data());
    return signature;
  }
  std::size_t length = signature.size();
  const auto context = evp_copy(signer.get());
  if (EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size()) !=
      1) {
    return std::nullopt;
  }
  signature.resize(length);
  const std::size_t coordinate = coordinate_size_of(public_key.algorithm());
  return coordinate > 0 ? ecdsa_from_der(signature, coordinate) : signature;
}

base::Result<SigningKey> SigningKey::generate(SignatureAlgorithm algorithm, base::Random& random,
                                              unsigned rsa_bits) {
  const Family family = family_of(algorithm);
  if (family == Family::ed25519) {
    const base::Secret seed(random.bytes(kSeed));
    return make(algorithm,
                Ed25519Private{.public_part = ed25519_from_seed(seed.reveal()).public_part,
                               .d = seed.clone()});
  }
  if (family != Family::ecdsa && (rsa_bits < kLeastRsaBits || rsa_bits > kMostRsaBits)) {
    return refused("RFC7518-3.3", "an RSA key has 2048 to 4096 bits");
  }
  const EvpKey key = evp_generate(algorithm, rsa_bits);
  return make(algorithm, evp_private_parts(algorithm, key.get()));
}

base::Result<SigningKey> SigningKey::make(SignatureAlgorithm algorithm, const PrivateParts& parts) {
  TRY_VAL(public_key, PublicKey::make(algorithm, public_half(parts)));
  if (const auto* edwards = std::get_if<Ed25519Private>(&parts)) {
    if (edwards->d.size() != kSeed) {
      return refused("RFC8037-2", "an Ed25519 private key has 32 octets");
    }
    Ed25519Pair pair = ed25519_from_seed(edwards->d.reveal());
    if (!equal(pair.public_part.x, edwards->public_part.x)) {
      return refused("RFC8037-2", "the private key is not of its public key");
    }
    return SigningKey(std::make_shared<const Impl>(Impl{.public_key = std::move(public_key),
                                                        .key = {},
                                                        .signer = {},
                                                        .ed25519 = std::move(pair.secret)}));
  }
  const auto* rsa = std::get_if<RsaPrivate>(&parts);
  TRY_VAL(key, rsa != nullptr ? evp_private_key(algorithm, *rsa)
                              : evp_private_key(algorithm, std::get<EcPrivate>(parts)));
  auto signer = evp_signer(algorithm, key.get());
  SigningKey made(std::make_shared<const Impl>(Impl{.public_key = std::move(public_key),
                                                    .key = std::move(key),
                                                    .signer = std::move(signer),
                                                    .ed25519 = {}}));
  const base::BytesView message = base::bytes_of("a private half and its public half");
  const auto signature = made.impl_->sign(message);
  if (!signature || !made.public_key().verify(message, *signature)) {
    forget_openssl_errors();
    return refused("RFC7518-6", "the private key is not of its public key");
  }
  return made;
}

base::Result<SigningKey> SigningKey::from_pkcs8(SignatureAlgorithm algorithm,
                                                const base::Secret& der) {
  if (family_of(algorithm) == Family::ed25519) {
    const base::BytesView octets = der.reveal();
    if (octets.size() != sizeof kPkcs8Ed25519 + kSeed ||
        !equal(octets.first(sizeof kPkcs8Ed25519), kPkcs8Ed25519)) {
      return refused("RFC8410-7", "not an Ed25519 private key in PKCS#8");
    }
    const base::BytesView seed = octets.last(kSeed);
    return make(algorithm,
                Ed25519Private{.public_part = ed25519_from_seed(seed).public_part,
                               .d = base::Secret(base::Bytes(seed.begin(), seed.end()))});
  }
  TRY_VAL(key, evp_from_pkcs8(algorithm, der));
  return make(algorithm, evp_private_parts(algorithm, key.get()));
}

SignatureAlgorithm SigningKey::algorithm() const { return impl_->public_key.algorithm(); }
PublicKey SigningKey::public_key() const { return impl_->public_key; }

base::Secret SigningKey::to_pkcs8() const {
  if (impl_->ed25519.empty()) {
    return evp_to_pkcs8(impl_->key.get());
  }
  base::Bytes der(std::begin(kPkcs8Ed25519), std::end(kPkcs8Ed25519));
  der.reserve(der.size() + kSeed);
  std::ranges::copy(impl_->ed25519.reveal().first(kSeed), std::back_inserter(der));
  return base::Secret(std::move(der));
}

PrivateParts SigningKey::private_parts() const {
  if (impl_->ed25519.empty()) {
    return evp_private_parts(algorithm(), impl_->key.get());
  }
  const base::BytesView seed = impl_->ed25519.reveal().first(kSeed);
  return Ed25519Private{.public_part = std::get<Ed25519Public>(impl_->public_key.parts()),
                        .d = base::Secret(base::Bytes(seed.begin(), seed.end()))};
}

base::Bytes SigningKey::sign(base::BytesView message) const {
  auto signature = impl_->sign(message);
  require(signature.has_value(), "cannot sign");
  return *std::move(signature);
}

}  // namespace crypto
