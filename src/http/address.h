// Network addresses as policies see them: an IPv4 address that arrives mapped into IPv6 is the same
// address as the plain one, or every list and every budget would have a second door.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

class Address {
 public:
  Address() = default;
  // "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"; no port, no brackets, no zone.
  static std::optional<Address> parse(std::string_view text);
  static Address v4(const std::array<std::uint8_t, 4>& bytes);
  static Address v6(const std::array<std::uint8_t, 16>& bytes);

  bool is_v4() const;
  std::string text() const;
  // The form with IPv4 mapped into IPv6.
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  auto operator<=>(const Address&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

// "10.0.0.0/8", "2001:db8::/32", or one address.
class Network {
 public:
  static std::optional<Network> parse(std::string_view text);
  bool contains(const Address& address) const;

 private:
  Address base_;
  unsigned bits_ = 128;
};

using Networks = std::vector<Network>;

}  // namespace http
