#include "http/outbound/target.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "http/ascii.h"
#include "http/forwarded.h"

namespace http::outbound {
namespace {

constexpr std::size_t kLongestUrl = std::size_t{8} * 1024;
constexpr std::uint16_t kHttps = 443;
constexpr std::uint16_t kHttp = 80;
// What is listened at elsewhere is as often a database or a mail server, to which the first octets
// of a handshake are commands.
constexpr std::array<std::uint16_t, 2> kOpenPorts{kHttps, 8443};

// Names whose answer depends on where it is asked.
struct LocalName {
  std::string_view suffix;
  std::string_view clause;
};
constexpr std::array<LocalName, 4> kLocalNames{{
    {".localhost", "RFC6761-6.3"},
    {".local", "RFC6762-3"},
    {".home.arpa", "RFC8375-4"},
    {".internal", ""},  // kept for private use by ICANN's board, 2024
}};

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), to_lower);
  return out;
}

struct Authority {
  std::string host;  // lower case, an address in its usual form
  std::optional<std::uint16_t> port;
  std::optional<Address> literal;
};

// What some readers take for an IPv4 address: 0, 0x7f.1, 2130706433 (WHATWG URL, "ends in a
// number"). One that is not four plain decimals is another address to every reader.
bool ends_in_number(std::string_view host) {
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return !last.empty() && (std::ranges::all_of(last, is_digit) || last.starts_with("0x"));
}

std::optional<Authority> parse_authority(std::string_view text) {
  if (!is_valid_host(text)) {
    return std::nullopt;
  }
  const auto colon = text.ends_with(']') ? std::string_view::npos : text.rfind(':');
  Authority authority{.host = lowered(text.substr(0, colon))};
  if (colon != std::string_view::npos) {
    const std::string_view digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || port == 0 || digits.starts_with('0')) {
      return std::nullopt;
    }
    authority.port = port;
  }
  if (authority.host.starts_with('[')) {
    authority.literal = Address::parse(authority.host.substr(1, authority.host.size() - 2));
  } else if (ends_in_number(authority.host)) {
    authority.literal = Address::parse(authority.host);
    if (!authority.literal) {
      return std::nullopt;
    }
  } else if (authority.host.ends_with('.') || authority.host.contains("..")) {
    // RFC 9110 compares hosts as they are written: a final dot makes a second name for each.
    return std::nullopt;
  }
  if (authority.literal) {
    authority.host = authority.literal->text();
  }
  return authority;
}

Outcome<void> check_name(const std::string& host) {
  for (const LocalName& name : kLocalNames) {
    if (("." + host).ends_with(name.suffix)) {
      return refuse(Refusal::refused_address, name.clause, host + ": a name of local networks");
    }
  }
  if (!host.contains('.')) {
    return refuse(Refusal::refused_address, "", host + ": a name of one word");
  }
  return {};
}

bool is_path_char(char c) { return c > ' ' && c < '\x7f' && c != '\\' && c != '#'; }

std::string bracketed(const std::string& host) {
  return host.contains(':') ? "[" + host + "]" : host;
}

// What is open to every host, of a target that nobody has named.
Outcome<void> check_unnamed(const Target& target, std::string_view own_host) {
  if (!target.secure) {
    return refuse(Refusal::unfit, "RFC9110-4.2.2",
                  target.authority() + ": http is for hosts that outbound.private_hosts names");
  }
  if (std::ranges::find(kOpenPorts, target.port) == kOpenPorts.end()) {
    return refuse(Refusal::unfit, "",
                  target.authority() + ": a port that outbound.private_hosts would have to name");
  }
  if (target.host == own_host) {
    return refuse(Refusal::refused_address, "", target.host + ": our own host");
  }
  return target.literal ? Outcome<void>() : check_name(target.host);
}

}  // namespace

std::optional<NamedHost> NamedHost::parse(std::string_view text) {
  auto authority = parse_authority(text);
  if (!authority || bracketed(authority->host) +
                            (authority->port ? ":" + std::to_string(*authority->port) : "") !=
                        text) {
    return std::nullopt;
  }
  NamedHost named;
  named.host_ = std::move(authority->host);
  named.port_ = authority->port;
  return named;
}

bool NamedHost::covers(std::string_view host, std::uint16_t port, bool secure) const {
  return host == host_ && port == port_.value_or(secure ? kHttps : kHttp);
}

std::string Target::authority() const { return bracketed(host) + ":" + std::to_string(port); }

std::string Target::url() const {
  const bool usual = port == (secure ? kHttps : kHttp);
  return (secure ? "https://" : "http://") + (usual ? bracketed(host) : authority()) + path;
}

std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = url.substr(scheme + 3);
  auto authority = parse_authority(rest.substr(0, rest.find_first_of("/?#")));
  return authority ? std::move(authority->host) : std::string();
}

Outcome<Target> read_target(std::string_view url, const NamedHosts& named,
                            std::string_view own_host) {
  if (url.size() > kLongestUrl) {
    return refuse(Refusal::unfit, "RFC9110-4.1", "the URL is too long");
  }
  const bool secure = url.starts_with("https://");
  if (!secure && !url.starts_with("http://")) {
    return refuse(Refusal::unfit, "RFC9110-4.2", "neither https:// nor http://");
  }
  const std::string_view rest = url.substr(secure ? 8 : 7);
  const auto slash = rest.find_first_of("/?");
  const std::string_view tail = slash == std::string_view::npos ? "" : rest.substr(slash);
  if (rest.substr(0, slash).contains('@')) {
    return refuse(Refusal::unfit, "RFC9110-4.2.4", "a user before the host");
  }
  auto authority = parse_authority(rest.substr(0, slash));
  if (!authority) {
    return refuse(Refusal::unfit, "RFC3986-3.2.2", "no host, or one that can be read in two ways");
  }
  if (!std::ranges::all_of(tail, is_path_char)) {
    return refuse(Refusal::unfit, "RFC3986-3.3",
                  authority->host + ": a path or a query that is not one, or a fragment");
  }
  Target target{.secure = secure,
                .host = std::move(authority->host),
                .port = authority->port.value_or(secure ? kHttps : kHttp),
                .path = (tail.starts_with('/') ? "" : "/") + std::string(tail),
                .literal = authority->literal};
  target.named = std::ranges::any_of(named, [&target](const NamedHost& host) {
    return host.covers(target.host, target.port, target.secure);
  });
  if (!target.named) {
    if (auto checked = check_unnamed(target, own_host); !checked) {
      return std::unexpected(std::move(checked).error());
    }
  }
  return target;
}

}  // namespace http::outbound
