#include "crypto/ecdsa_form.h"

#include <algorithm>
#include <memory>

#include <openssl/bn.h>
#include <openssl/ec.h>

#include "crypto/failure.h"

namespace crypto {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kInteger = 0x02;

bool is_zero(base::BytesView number) {
  return std::ranges::all_of(number, [](std::uint8_t octet) { return octet == 0; });
}

void append_integer(base::Bytes& out, base::BytesView number) {
  while (number.size() > 1 && number[0] == 0) {
    number = number.subspan(1);
  }
  const bool looks_negative = (number[0] & 0x80) != 0;
  out.push_back(kInteger);
  out.push_back(static_cast<std::uint8_t>(number.size() + (looks_negative ? 1 : 0)));
  if (looks_negative) {
    out.push_back(0);
  }
  out.insert(out.end(), number.begin(), number.end());
}

}  // namespace

std::optional<base::Bytes> ecdsa_to_der(base::BytesView raw, std::size_t coordinate) {
  if (raw.size() != 2 * coordinate) {
    return std::nullopt;
  }
  const base::BytesView r = raw.first(coordinate);
  const base::BytesView s = raw.last(coordinate);
  if (is_zero(r) || is_zero(s)) {
    return std::nullopt;
  }
  base::Bytes body;
  body.reserve(raw.size() + 6);
  append_integer(body, r);
  append_integer(body, s);
  base::Bytes der;
  der.reserve(body.size() + 3);
  der.push_back(kSequence);
  if (body.size() >= 0x80) {  // P-521 alone, and below 256
    der.push_back(0x81);
  }
  der.push_back(static_cast<std::uint8_t>(body.size()));
  der.insert(der.end(), body.begin(), body.end());
  return der;
}

base::Bytes ecdsa_from_der(base::BytesView der, std::size_t coordinate) {
  const unsigned char* at = der.data();
  const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> signature(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), &ECDSA_SIG_free);
  require(signature != nullptr, "an ECDSA signature of ours does not parse");
  base::Bytes raw(2 * coordinate);
  const int width = static_cast<int>(coordinate);
  require(
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), width) == width &&
          BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + coordinate, width) == width,
      "an ECDSA signature of ours does not fit");
  return raw;
}

}  // namespace crypto
