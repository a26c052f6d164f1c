#include "mint/voucher.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#include "crypto/digest.h"

namespace mint {
namespace {

constexpr std::size_t kTimeLetters = 8;  // that base64url makes of them
constexpr std::size_t kSecretOctets = 32;
constexpr std::size_t kLetters = 51;  // of a whole one
constexpr std::size_t kLabelOctets = 14;

}  // namespace

base::Secret make_voucher(base::Random& random, base::Instant now) {
  base::Bytes octets = random.bytes(std::tuple_size_v<base::TimeOctets> + kSecretOctets);
  std::ranges::copy(
      base::to_octets(std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch())),
      octets.begin());
  const base::Secret whole(std::move(octets));
  return base::Secret(base::to_base64url(whole.reveal()));
}

base::Bytes voucher_key(std::string_view value) {
  base::Bytes key = crypto::sha256(base::bytes_of(value));
  if (value.size() != kLetters) {
    return key;
  }
  if (const auto time = base::from_base64url(value.substr(0, kTimeLetters))) {
    std::ranges::copy(*time, key.begin());
  }
  return key;
}

std::string voucher_label(base::BytesView key) {
  return "code:" + base::to_hex(key.first(kLabelOctets));
}

}  // namespace mint
