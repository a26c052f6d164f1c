// Octets, and their text forms.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace base {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

BytesView bytes_of(std::string_view text);
std::string_view text_of(BytesView bytes);

std::string to_hex(BytesView bytes);
std::optional<Bytes> from_hex(std::string_view text);

// base64url without padding (RFC 7515, appendix C). Decoding takes the one canonical form and
// nothing else: no padding, no white space, no stray bits in the last character.
std::string to_base64url(BytesView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

// base64 with padding (RFC 4648, section 4), as HTTP Basic speaks it; canonical likewise.
std::string to_base64(BytesView bytes);
std::optional<Bytes> from_base64(std::string_view text);

// Well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace base
