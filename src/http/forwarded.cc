#include "http/forwarded.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "http/ascii.h"

namespace http {
namespace {

// What a chain of proxies can be; a longer one is read from the right until here.
constexpr std::size_t kMaxHops = 32;

bool is_trusted(const Networks& trusted, const Address& address) {
  return std::any_of(trusted.begin(), trusted.end(),
                     [&](const Network& network) { return network.contains(address); });
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
}

// "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443".
std::optional<Address> parse_hop(std::string_view hop) {
  if (hop.starts_with('[')) {
    const auto end = hop.find(']');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const auto rest = hop.substr(end + 1);
    if (!rest.empty() && (rest[0] != ':' || !is_port(rest.substr(1)))) {
      return std::nullopt;
    }
    return Address::parse(hop.substr(1, end - 1));
  }
  const auto colon = hop.find(':');
  if (colon != std::string_view::npos && hop.find(':', colon + 1) == std::string_view::npos) {
    return is_port(hop.substr(colon + 1)) ? Address::parse(hop.substr(0, colon)) : std::nullopt;
  }
  return Address::parse(hop);
}

// From right to left: lines in the order they came, elements within them by comma.
class HopsFromTheRight {
 public:
  explicit HopsFromTheRight(std::span<const std::string_view> lines) : lines_(lines) {}

  std::optional<std::string_view> next() {
    while (!open_) {
      if (lines_.empty()) {
        return std::nullopt;
      }
      line_ = lines_.back();
      lines_ = lines_.first(lines_.size() - 1);
      open_ = true;
    }
    const auto comma = line_.rfind(',');
    const auto hop = comma == std::string_view::npos ? line_ : line_.substr(comma + 1);
    open_ = comma != std::string_view::npos;
    line_ = open_ ? line_.substr(0, comma) : std::string_view{};
    return trim(hop);
  }

 private:
  std::span<const std::string_view> lines_;
  std::string_view line_;
  bool open_ = false;
};

std::string_view last_element(std::string_view list) {
  const auto comma = list.rfind(',');
  return trim(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

}  // namespace

Client resolve_client(const Networks& trusted, const Address& peer, std::string_view host,
                      const ForwardedFields& fields) {
  Client client{.address = peer, .host = host};
  if (!is_trusted(trusted, peer)) {
    return client;
  }
  HopsFromTheRight hops(fields.for_values);
  for (std::size_t i = 0; i < kMaxHops; ++i) {
    const auto hop = hops.next();
    const auto address = hop ? parse_hop(*hop) : std::nullopt;
    if (!address) {
      break;
    }
    client.address = *address;
    if (!is_trusted(trusted, *address)) {
      break;
    }
  }
  client.secure = iequals(last_element(fields.proto), "https");
  if (const auto named = last_element(fields.host); !named.empty() && is_valid_host(named)) {
    client.host = named;
  }
  return client;
}

bool is_valid_host(std::string_view host) {
  std::string_view name = host;
  std::string_view port;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) {
      return false;
    }
    name = host.substr(1, end - 1);
    port = host.substr(end + 1);
    if (name.find(':') == std::string_view::npos || !Address::parse(name)) {
      return false;
    }
  } else {
    const auto colon = host.find(':');
    name = host.substr(0, colon);
    port = colon == std::string_view::npos ? std::string_view{} : host.substr(colon);
    const bool letters = std::all_of(name.begin(), name.end(), [](char c) {
      return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
    });
    if (name.empty() || name.size() > 253 || name.front() == '.' || !letters) {
      return false;
    }
  }
  if (port.empty()) {
    return true;
  }
  unsigned number = 0;
  for (const char c : port.substr(1)) {
    if (!is_digit(c)) {
      return false;
    }
    number = number * 10 + static_cast<unsigned>(c - '0');
    if (number > 65535) {
      return false;
    }
  }
  return port[0] == ':' && port.size() > 1;
}

}  // namespace http
