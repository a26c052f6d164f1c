#include "http/address.h"

#include <algorithm>
#include <charconv>
#include <span>

#include <arpa/inet.h>

namespace http {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN + 1> terminated{};
  if (text.empty() || text.size() >= INET6_ADDRSTRLEN ||
      text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  std::copy(text.begin(), text.end(), terminated.begin());
  std::array<std::uint8_t, 4> four{};
  if (::inet_pton(AF_INET, terminated.data(), four.data()) == 1) {
    return v4(four);
  }
  std::array<std::uint8_t, 16> sixteen{};
  if (::inet_pton(AF_INET6, terminated.data(), sixteen.data()) == 1) {
    return v6(sixteen);
  }
  return std::nullopt;
}

Address Address::v4(const std::array<std::uint8_t, 4>& bytes) {
  Address address;
  std::copy(kMapped.begin(), kMapped.end(), address.bytes_.begin());
  std::copy(bytes.begin(), bytes.end(), address.bytes_.begin() + kMapped.size());
  return address;
}

Address Address::v6(const std::array<std::uint8_t, 16>& bytes) {
  Address address;
  address.bytes_ = bytes;
  return address;
}

bool Address::is_v4() const { return std::equal(kMapped.begin(), kMapped.end(), bytes_.begin()); }

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (!is_v4()) {
    ::inet_ntop(AF_INET6, bytes_.data(), out.data(), out.size());
    return out.data();
  }
  // Each request asks for it several times, and inet_ntop() prints by a format.
  char* end = out.data();
  for (const std::uint8_t octet : std::span(bytes_).last(4)) {
    end = std::to_chars(end, out.data() + out.size(), octet).ptr;
    *end++ = '.';
  }
  return {out.data(), end - 1};
}

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) {
    return std::nullopt;
  }
  // "::ffff:10.0.0.0/104" counts its bits as IPv6 does; a dotted address counts as IPv4 does.
  const bool dotted = address->is_v4() && text.substr(0, slash).find(':') == std::string_view::npos;
  const unsigned most = dotted ? 32 : 128;
  unsigned bits = most;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto* end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, bits);
    if (error != std::errc{} || at != end || digits.size() > 3 || bits > most) {
      return std::nullopt;
    }
  }
  Network network;
  network.base_ = *address;
  network.bits_ = dotted ? 96 + bits : bits;
  return network;
}

bool Network::contains(const Address& address) const {
  const auto& mine = base_.bytes();
  const auto& theirs = address.bytes();
  const std::size_t whole = bits_ / 8;
  if (!std::equal(mine.begin(), mine.begin() + whole, theirs.begin())) {
    return false;
  }
  const unsigned rest = bits_ % 8;
  if (rest == 0) {
    return true;
  }
  const unsigned mask = 0xFFU << (8 - rest);
  return ((mine[whole] ^ theirs[whole]) & mask & 0xFFU) == 0;
}

}  // namespace http
