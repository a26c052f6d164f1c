// Percent-encoding (RFC 3986 section 2.1), as URLs and forms have it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace base {

// For a value that goes into a query or a form body: unreserved characters of RFC 3986 stay,
// everything else is %XX.
std::string percent_encode(std::string_view text);

// Of a digit in either case of letters.
std::optional<std::uint8_t> hex_digit(char c);

// The octet of the "%41" that begins there; nothing for what is no escape.
std::optional<std::uint8_t> escape_at(std::string_view text, std::size_t at);

// A name or a value of application/x-www-form-urlencoded; nothing where an escape is broken.
std::optional<Bytes> form_decoded(std::string_view text);

}  // namespace base
