#include "base/basic_auth.h"

#include <algorithm>

namespace base {

std::optional<BasicPair> basic_pair(std::string_view authorization) {
  constexpr std::string_view kScheme = "basic ";
  // RFC 9110 section 11.1: in any case of letters.
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c; };
  if (!std::ranges::equal(authorization.substr(0, kScheme.size()), kScheme, {}, lower)) {
    return std::nullopt;
  }
  authorization.remove_prefix(kScheme.size());
  // "1*SP" (RFC 9110 section 11.4).
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  const auto octets = from_base64(authorization);
  const auto colon =
      octets ? std::ranges::find(*octets, std::uint8_t{':'}) : Bytes::const_iterator();
  if (!octets || colon == octets->end()) {
    return std::nullopt;
  }
  // The first colon: a name has none, a secret may.
  return BasicPair{.name = Bytes(octets->begin(), colon),
                   .secret = Bytes(colon + 1, octets->end())};
}

}  // namespace base
