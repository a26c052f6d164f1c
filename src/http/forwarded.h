// Who is asking when a proxy stands between: X-Forwarded-For, -Proto and -Host count only when the
// connection comes from a listed proxy. The right-most hop that is no proxy of ours is the client;
// what stands to its left is anybody's word. A hop that cannot be read ends the walk at the last
// address that could, so that a strange value never leaves a request without an address to judge.
#pragma once

#include <span>
#include <string_view>

#include "http/address.h"

namespace http {

struct Client {
  Address address;
  bool secure = false;    // the client's connection was https
  std::string_view host;  // as the client named us; never what a link is built from (LG5)
};

struct ForwardedFields {
  std::span<const std::string_view> for_values;  // every X-Forwarded-For line, in order
  std::string_view proto;
  std::string_view host;
};

Client resolve_client(const Networks& trusted, const Address& peer, std::string_view host,
                      const ForwardedFields& fields);

// RFC 9110, section 7.2: a name, an IPv4 address or a bracketed IPv6 address, and a port or none.
bool is_valid_host(std::string_view host);

}  // namespace http
