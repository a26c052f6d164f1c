#include "base/percent.h"

namespace base {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kHex[octet >> 4]);
      out.push_back(kHex[octet & 0xF]);
    }
  }
  return out;
}

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<std::uint8_t>(c - '0');
  }
  const char low = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
  return low >= 'a' && low <= 'f' ? std::optional(static_cast<std::uint8_t>(low - 'a' + 10))
                                  : std::nullopt;
}

std::optional<std::uint8_t> escape_at(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != '%') {
    return std::nullopt;
  }
  const auto high = hex_digit(text[at + 1]);
  const auto low = hex_digit(text[at + 2]);
  return high && low ? std::optional(static_cast<std::uint8_t>(*high << 4 | *low)) : std::nullopt;
}

std::optional<Bytes> form_decoded(std::string_view text) {
  Bytes out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at] == '+' ? std::uint8_t{' '} : static_cast<std::uint8_t>(text[at]));
      continue;
    }
    const auto octet = escape_at(text, at);
    if (!octet) {
      return std::nullopt;
    }
    out.push_back(*octet);
    at += 2;
  }
  return out;
}

}  // namespace base
