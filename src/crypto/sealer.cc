#include "crypto/sealer.h"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include <openssl/evp.h>

#include "crypto/digest.h"
#include "crypto/evp.h"
#include "crypto/failure.h"
#include "crypto/handles.h"

namespace crypto {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;
constexpr std::size_t kFrame = 1 + kNonce + kTag;
constexpr std::size_t kMost = std::numeric_limits<int>::max() - kFrame;

Handle<EVP_CIPHER_CTX> new_context() {
  Handle<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new());
  require(context != nullptr, "cannot make a cipher");
  return context;
}

std::unexpected<base::Error> does_not_open(std::string detail) {
  return base::reject(base::ErrorCode::internal, "", "a sealed value does not open",
                      std::move(detail));
}

}  // namespace

Sealer::Sealer(const base::Secret& master_key, base::Random& random) : random_(random) {
  if (master_key.size() < kLeastMasterKey) {
    throw std::invalid_argument("the master key has less than 32 octets");
  }
  key_ = hkdf_sha256(master_key, {}, "gapura sealer 1", 32);
}

base::Bytes Sealer::seal(base::BytesView plain, std::string_view associated) const {
  require(plain.size() <= kMost && associated.size() <= kMost, "too long to seal");
  base::Bytes out(kFrame + plain.size());
  out[0] = kVersion;
  const std::span<std::uint8_t> nonce(out.data() + 1, kNonce);
  random_.fill(nonce);
  std::uint8_t* const cipher = out.data() + 1 + kNonce;
  const auto context = new_context();
  int length = 0;
  int rest = 0;
  const bool sealed =
      EVP_EncryptInit_ex2(context.get(), evp_aes_256_gcm(), key_.reveal().data(), nonce.data(),
                          nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &length, &kVersion, 1) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &length, base::bytes_of(associated).data(),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), cipher, &length, plain.data(),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), cipher + length, &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTag, cipher + plain.size()) == 1;
  require(sealed, "cannot seal");
  return out;
}

base::Result<base::Secret> Sealer::open(base::BytesView sealed, std::string_view associated) const {
  if (sealed.size() < kFrame || sealed.size() > kMost || associated.size() > kMost) {
    return does_not_open("its length is impossible");
  }
  if (sealed[0] != kVersion) {
    return does_not_open("its version is unknown");
  }
  const base::BytesView nonce = sealed.subspan(1, kNonce);
  const base::BytesView cipher = sealed.subspan(1 + kNonce, sealed.size() - kFrame);
  std::array<std::uint8_t, kTag> tag{};
  std::ranges::copy(sealed.last(kTag), tag.begin());
  // One octet more than needed: an empty vector has no address to write to.
  base::Bytes plain(cipher.size() + 1);
  const auto context = new_context();
  int length = 0;
  int rest = 0;
  const bool ready =
      EVP_DecryptInit_ex2(context.get(), evp_aes_256_gcm(), key_.reveal().data(), nonce.data(),
                          nullptr) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTag, tag.data()) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &length, &kVersion, 1) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &length, base::bytes_of(associated).data(),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), plain.data(), &length, cipher.data(),
                        static_cast<int>(cipher.size())) == 1;
  require(ready, "cannot open");
  const bool genuine = EVP_DecryptFinal_ex(context.get(), plain.data() + length, &rest) == 1;
  base::Secret wiped_if_forged(std::move(plain));
  if (!genuine) {
    forget_openssl_errors();
    return does_not_open("another key, another place, or changed");
  }
  const base::BytesView content = wiped_if_forged.reveal().first(cipher.size());
  return base::Secret(base::Bytes(content.begin(), content.end()));
}

}  // namespace crypto
