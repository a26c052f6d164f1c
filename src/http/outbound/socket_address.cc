#include "http/outbound/socket_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <netinet/in.h>

namespace http::outbound {

std::optional<Address> address_of(const sockaddr* address, std::size_t size) {
  if (address->sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    sockaddr_in held{};
    std::memcpy(&held, address, sizeof(held));
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &held.sin_addr, bytes.size());
    return Address::v4(bytes);
  }
  if (address->sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    sockaddr_in6 held{};
    std::memcpy(&held, address, sizeof(held));
    if (held.sin6_scope_id != 0) {
      return std::nullopt;
    }
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &held.sin6_addr, bytes.size());
    return Address::v6(bytes);
  }
  return std::nullopt;
}

}  // namespace http::outbound
