// The character classes of RFC 9110 and comparisons that no locale changes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace http {

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// tchar of RFC 9110, section 5.6.2. A table: every octet of every field name is asked.
inline constexpr std::array<bool, 256> kTchars = [] {
  std::array<bool, 256> table{};
  for (int c = 0; c < 128; ++c) {
    const char octet = static_cast<char>(c);
    table[static_cast<std::size_t>(c)] =
        is_alpha(octet) || is_digit(octet) || std::string_view("!#$%&'*+-.^_`|~").contains(octet);
  }
  return table;
}();

constexpr bool is_tchar(char c) { return kTchars[static_cast<unsigned char>(c)]; }

constexpr bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_tchar);
}

// VCHAR, SP, HTAB and obs-text: what a field value may hold, and nothing that ends a line.
constexpr bool is_field_char(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet == '\t' || (octet >= 0x20 && octet != 0x7F);
}

constexpr bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_field_char);
}

constexpr bool iequals(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return to_lower(x) == to_lower(y);
         });
}

// Without the optional white space (SP, HTAB) around it.
constexpr std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The next element of a separated list, which gives way to what follows it.
constexpr std::string_view take_until(std::string_view& rest, char separator) {
  const auto at = rest.find(separator);
  const auto element = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return element;
}

}  // namespace http
