#include "http/outbound/resolver.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "http/outbound/socket_address.h"

namespace http::outbound {

std::vector<Address> SystemResolver::resolve(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* raw = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &raw) != 0) {
    return {};
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(raw, &::freeaddrinfo);
  std::vector<Address> addresses;
  for (const addrinfo* at = list.get(); at != nullptr; at = at->ai_next) {
    if (const auto address = address_of(at->ai_addr, at->ai_addrlen)) {
      addresses.push_back(*address);
    }
  }
  return addresses;
}

}  // namespace http::outbound
