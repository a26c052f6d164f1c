// An address as the system's calls hold it.
#pragma once

#include <cstddef>
#include <optional>

#include <sys/socket.h>

#include "http/address.h"

namespace http::outbound {

// Nothing for another family than IPv4 and IPv6, or for an address with a zone: that is of one link
// alone, and no policy can say which.
std::optional<Address> address_of(const sockaddr* address, std::size_t size);

}  // namespace http::outbound
