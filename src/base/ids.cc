#include "base/ids.h"

namespace base {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kTextLength = 26;
constexpr std::uint16_t kSequenceMask = 0x0FFF;

}  // namespace

std::string id_to_text(const IdBytes& bytes) {
  // 128 bits are 26 characters of five bits, the first holding the top three. Each is read from its
  // own place: clang 19 unrolls a window that is carried from one to the next, and takes seconds
  // for it wherever this is inlined.
  std::string text(kTextLength, '0');
  for (std::size_t i = 0; i < kTextLength; ++i) {
    const std::size_t end = 5 * i + 3;
    const std::size_t last = (end - 1) / 8;
    const unsigned before = last == 0 ? 0 : bytes[last - 1];
    const unsigned window = (before << 8) | bytes[last];
    text[i] = kAlphabet[(window >> (8 * (last + 1) - end)) & 0x1F];
  }
  return text;
}

std::optional<IdBytes> id_from_text(std::string_view text) {
  if (text.size() != kTextLength || text[0] > '7') {
    return std::nullopt;
  }
  IdBytes bytes{};
  std::uint32_t window = 0;
  unsigned bits = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto value = kAlphabet.find(text[i]);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    window = (window << 5) | static_cast<std::uint32_t>(value);
    bits += i == 0 ? 3 : 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = static_cast<std::uint8_t>(window >> bits);
    }
  }
  return bytes;
}

IdBytes IdSource::next_bytes() {
  constexpr std::size_t kRandom = 8;
  IdBytes bytes{};
  std::int64_t milli = to_micros(clock_.now()) / 1000;
  std::uint16_t sequence = 0;
  {
    const std::lock_guard lock(mutex_);
    if (milli > last_milli_) {
      last_milli_ = milli;
      sequence_ = 0;
    } else {
      sequence_ = (sequence_ + 1) & kSequenceMask;
      last_milli_ += sequence_ == 0 ? 1 : 0;
    }
    milli = last_milli_;
    sequence = sequence_;
    if (taken_ == octets_.size()) {
      random_.fill(octets_);
      taken_ = 0;
    }
    std::copy_n(octets_.begin() + taken_, kRandom, bytes.end() - kRandom);
    taken_ += kRandom;
  }
  std::ranges::copy(to_octets(std::chrono::milliseconds(milli)), bytes.begin());
  bytes[6] = static_cast<std::uint8_t>(0x70 | (sequence >> 8));
  bytes[7] = static_cast<std::uint8_t>(sequence & 0xFF);
  bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));
  return bytes;
}

}  // namespace base
