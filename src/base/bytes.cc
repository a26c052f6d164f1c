#include "base/bytes.h"

#include <array>
#include <cstring>

#include "base/percent.h"

namespace base {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kUrlAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kPlainAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

using Reverse = std::array<std::uint8_t, 256>;

constexpr Reverse reverse_of(std::string_view alphabet) {
  Reverse reverse{};
  reverse.fill(kNone);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    reverse[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return reverse;
}

constexpr Reverse kUrlReverse = reverse_of(kUrlAlphabet);
constexpr Reverse kPlainReverse = reverse_of(kPlainAlphabet);

std::string encode(BytesView bytes, std::string_view alphabet) {
  std::string text((bytes.size() * 4 + 2) / 3, '\0');
  char* out = text.data();
  const std::size_t whole = bytes.size() / 3 * 3;
  for (std::size_t i = 0; i < whole; i += 3) {
    const std::uint32_t window = static_cast<std::uint32_t>(bytes[i]) << 16 |
                                 static_cast<std::uint32_t>(bytes[i + 1]) << 8 | bytes[i + 2];
    *out++ = alphabet[window >> 18];
    *out++ = alphabet[(window >> 12) & 0x3F];
    *out++ = alphabet[(window >> 6) & 0x3F];
    *out++ = alphabet[window & 0x3F];
  }
  if (bytes.size() - whole == 1) {
    *out++ = alphabet[bytes[whole] >> 2];
    *out++ = alphabet[(bytes[whole] & 0x03U) << 4];
  } else if (bytes.size() - whole == 2) {
    *out++ = alphabet[bytes[whole] >> 2];
    *out++ = alphabet[(bytes[whole] & 0x03U) << 4 | bytes[whole + 1] >> 4];
    *out++ = alphabet[(bytes[whole + 1] & 0x0FU) << 2];
  }
  return text;
}

std::optional<Bytes> decode(std::string_view text, const Reverse& reverse) {
  if (text.size() % 4 == 1) {
    return std::nullopt;
  }
  Bytes bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t window = 0;
  unsigned bits = 0;
  for (char c : text) {
    const std::uint8_t value = reverse[static_cast<std::uint8_t>(c)];
    if (value == kNone) {
      return std::nullopt;
    }
    window = (window << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(window >> bits));
    }
  }
  if ((window & ((1U << bits) - 1U)) != 0) {
    return std::nullopt;
  }
  return bytes;
}

// Most texts are nothing else, and are looked at by the word.
std::size_t past_ascii(BytesView bytes, std::size_t at) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::uint64_t word = 0;
  for (; bytes.size() - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, bytes.subspan(at).data(), sizeof word);
    if ((word & kHighBits) != 0) {
      break;
    }
  }
  while (at < bytes.size() && bytes[at] < 0x80) {
    ++at;
  }
  return at;
}

}  // namespace

BytesView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view text_of(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_hex(BytesView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (std::uint8_t byte : bytes) {
    text.push_back(kHexDigits[byte >> 4]);
    text.push_back(kHexDigits[byte & 0x0F]);
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return std::nullopt;
  }
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = hex_digit(text[i]);
    const auto low = hex_digit(text[i + 1]);
    if (!high || !low) {
      return std::nullopt;
    }
    bytes.push_back(static_cast<std::uint8_t>((*high << 4) | *low));
  }
  return bytes;
}

std::string to_base64url(BytesView bytes) { return encode(bytes, kUrlAlphabet); }

std::optional<Bytes> from_base64url(std::string_view text) { return decode(text, kUrlReverse); }

std::string to_base64(BytesView bytes) {
  std::string text = encode(bytes, kPlainAlphabet);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) {
    text.remove_suffix(1);
  }
  return decode(text, kPlainReverse);
}

bool is_utf8(std::string_view text) {
  const BytesView bytes = bytes_of(text);
  for (std::size_t i = past_ascii(bytes, 0); i < bytes.size(); i = past_ascii(bytes, i)) {
    const std::uint8_t lead = bytes[i];
    std::size_t length = 0;
    std::uint32_t point = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
      point = lead & 0x1FU;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      length = 3;
      point = lead & 0x0FU;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      length = 4;
      point = lead & 0x07U;
    } else {
      return false;
    }
    if (bytes.size() - i < length) {
      return false;
    }
    for (std::size_t k = 1; k < length; ++k) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return false;
      }
      point = (point << 6) | (bytes[i + k] & 0x3FU);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (overlong || surrogate || point > 0x10FFFF) {
      return false;
    }
    i += length;
  }
  return true;
}

}  // namespace base
