// Whom a URL asks, read once and strictly: what curl is given is written anew from what was read
// here, so that there is no second reader to disagree (SF1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/address.h"
#include "http/outbound/outcome.h"

namespace http::outbound {

// A host that configuration names: it may lie on this machine or in a private network, may be asked
// over http, and at the port that is written with it. "sites.corp.test", "localhost:8080",
// "[fd00::1]:8443"
class NamedHost {
 public:
  // In lower case, an address in its usual form, no trailing dot.
  static std::optional<NamedHost> parse(std::string_view text);
  // Without a port it is that of the scheme.
  bool covers(std::string_view host, std::uint16_t port, bool secure) const;

 private:
  std::string host_;
  std::optional<std::uint16_t> port_;
};

using NamedHosts = std::vector<NamedHost>;

struct Target {
  bool secure = true;
  std::string host;  // lower case, IPv6 without brackets
  std::uint16_t port = 443;
  std::string path;  // with its query, byte for byte; "/" at least
  bool named = false;
  std::optional<Address> literal;  // the host is an address

  std::string authority() const;  // "site.test:8443", "[2001:db8::1]:443"
  std::string url() const;
};

// Refuses what may be asked of nobody: other schemes, users, fragments, odd ports, hosts that mean
// something else on another machine, and our own.
Outcome<Target> read_target(std::string_view url, const NamedHosts& named,
                            std::string_view own_host);

// Of an http or https URL, as Target has it; empty when it has none.
std::string host_of(std::string_view url);

}  // namespace http::outbound
