#include "redirect_sso/redirect_url.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/percent.h"

namespace redirect_sso {
namespace {

constexpr std::size_t kLongest = 2000;
constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";
constexpr std::string_view kCode = "code";

using base::escape_at;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_visible(char c) { return c > 0x20 && c < 0x7F; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c; }

std::unexpected<base::Error> refuse(std::string_view clause, std::string description) {
  return base::reject(base::ErrorCode::invalid_request, clause, std::move(description));
}

struct Split {
  bool https = false;
  std::string_view authority;
  std::string_view path;
};

std::optional<Split> split(std::string_view url) {
  Split parts{.https = url.starts_with(kHttps)};
  if (!parts.https && !url.starts_with(kHttp)) {
    return std::nullopt;
  }
  url.remove_prefix(parts.https ? kHttps.size() : kHttp.size());
  const std::size_t slash = url.find('/');
  parts.authority = url.substr(0, slash);
  parts.path = slash == std::string_view::npos ? std::string_view() : url.substr(slash);
  return parts;
}

std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) {
    return authority.substr(0, authority.find(']') + 1);
  }
  return authority.substr(0, authority.find(':'));
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && text.front() != '0' &&
         std::ranges::all_of(text, is_digit) && (text.size() < 5 || text <= "65535");
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_octet(std::string_view text) {
  return !text.empty() && text.size() <= 3 && std::ranges::all_of(text, is_digit) &&
         (text.size() == 1 || text.front() != '0') && (text.size() < 3 || text <= "255");
}

// What ends in a number is an address to a browser ("0x7f.1", "2130706433"), and has to be one
// spelled in full.
bool is_number(std::string_view label) {
  return !label.empty() && (std::ranges::all_of(label, is_digit) || label.starts_with("0x"));
}

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > 253) {
    return false;
  }
  std::size_t labels = 0;
  bool octets = true;
  std::string_view last;
  for (std::string_view rest = host;;) {
    const std::size_t dot = rest.find('.');
    last = rest.substr(0, dot);
    if (!is_label(last)) {
      return false;
    }
    ++labels;
    octets = octets && is_octet(last);
    if (dot == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(dot + 1);
  }
  return !is_number(last) || (octets && labels == 4);
}

// An IPv6 address as a browser would write it (RFC 5952 section 4): another spelling of the same
// one would come back changed.
bool is_bracketed(std::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']' || host.contains('.')) {
    return false;
  }
  const std::string text(host.substr(1, host.size() - 2));
  in6_addr address{};
  std::array<char, INET6_ADDRSTRLEN> spelled{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1 &&
         inet_ntop(AF_INET6, &address, spelled.data(), spelled.size()) != nullptr &&
         text == spelled.data();
}

bool is_authority(std::string_view authority) {
  const std::string_view host = host_of(authority);
  const std::string_view after = authority.substr(host.size());
  return (is_name(host) || is_bracketed(host)) &&
         (after.empty() || (after.front() == ':' && is_port(after.substr(1))));
}

bool is_loopback(std::string_view authority) {
  constexpr std::array<std::string_view, 3> kLoopback = {"localhost", "127.0.0.1", "[::1]"};
  return std::ranges::find(kLoopback, host_of(authority)) != kLoopback.end();
}

constexpr bool is_path_char(char c) {
  return is_lower(lower(c)) || is_digit(c) || std::string_view("-._~!$&'()+,=:@/").contains(c);
}

// Escapes of these are read as what they stand for by one server and not by the next.
constexpr bool is_ambiguous(std::uint8_t octet) {
  return octet <= 0x20 || octet == 0x7F ||
         std::string_view("./\\%;").contains(static_cast<char>(octet));
}

bool is_segment(std::string_view segment, bool last) {
  return segment.empty() ? last : segment != "." && segment != "..";
}

bool is_path(std::string_view path) {
  if (!path.starts_with('/')) {
    return false;
  }
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (path[at] == '%') {
      const auto octet = escape_at(path, at);
      if (!octet || is_ambiguous(*octet)) {
        return false;
      }
      at += 2;
    } else if (!is_path_char(path[at])) {
      return false;
    }
  }
  for (std::string_view rest = path.substr(1);;) {
    const std::size_t slash = rest.find('/');
    if (!is_segment(rest.substr(0, slash), slash == std::string_view::npos)) {
      return false;
    }
    if (slash == std::string_view::npos) {
      return true;
    }
    rest.remove_prefix(slash + 1);
  }
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (const auto octet = escape_at(text, at)) {
      out.push_back(static_cast<char>(*octet));
      at += 2;
    } else {
      out.push_back(text[at] == '+' ? ' ' : text[at]);
    }
  }
  return out;
}

bool holds_code(std::string_view query) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find_first_of("&;"), query.size());
    const std::string_view field = query.substr(0, end);
    if (reads_as(field.substr(0, field.find('=')), kCode)) {
      return true;
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return false;
}

bool is_query(std::string_view query) {
  for (std::size_t at = 0; at < query.size(); ++at) {
    if (query[at] == '%' && !escape_at(query, at)) {
      return false;
    }
    // What a browser escapes on the way would not come back as it was sent.
    if (std::string_view("\"<>'").contains(query[at])) {
      return false;
    }
  }
  return true;
}

}  // namespace

PlainHttp plain_http_for(std::string_view issuer) {
  return issuer.starts_with(kHttps) ? PlainHttp::on_loopback : PlainHttp::anywhere;
}

bool is_plain_http_allowed(std::string_view registered, PlainHttp plain) {
  const auto parts = split(registered);
  return parts && (parts->https || plain == PlainHttp::anywhere || is_loopback(parts->authority));
}

base::Done check_registrable(std::string_view url, PlainHttp plain) {
  if (url.size() > kLongest) {
    return refuse("site.url.long", "an address has at most 2000 characters");
  }
  if (!std::ranges::all_of(url, is_visible)) {
    return refuse("site.url.characters",
                  "an address has no spaces and no characters outside of ASCII");
  }
  const auto parts = split(url);
  if (!parts) {
    return refuse("site.url.scheme", "an address begins with https:// (or http://), in lower case");
  }
  if (url.contains('#')) {
    return refuse("site.url.fragment", "an address has no fragment");
  }
  if (url.contains('?')) {
    return refuse("site.url.query",
                  "an address is registered without a query; the site may add one when it asks");
  }
  if (parts->authority.contains('@')) {
    return refuse("site.url.userinfo", "an address names no user");
  }
  if (url.contains('*')) {
    return refuse("site.url.wildcard", "an address is written in full, without *");
  }
  if (!is_authority(parts->authority)) {
    return refuse("site.url.host", "the host is a name in lower case or an IP address");
  }
  if (!is_path(parts->path)) {
    return refuse("site.url.path",
                  "the path begins with / and has no empty or dotted segments, ; or \\");
  }
  if (!is_plain_http_allowed(url, plain)) {
    return refuse("site.url.http", "http is for localhost, 127.0.0.1 and [::1] alone; use https");
  }
  return {};
}

base::Result<Asked> read_asked(std::string_view url) {
  if (url.empty() || url.size() > kLongest || !std::ranges::all_of(url, is_visible)) {
    return refuse("site.asked.characters", "redirectUrl is empty, too long or not a URL");
  }
  if (url.contains('#')) {
    return refuse("site.asked.fragment", "redirectUrl has a fragment");
  }
  const std::size_t mark = std::min(url.find('?'), url.size());
  const std::string_view query = url.substr(std::min(mark + 1, url.size()));
  if (!is_query(query)) {
    return refuse("site.asked.query", "the query of redirectUrl is malformed");
  }
  if (holds_code(query)) {
    return refuse("site.asked.code", "the query of redirectUrl holds code already");
  }
  return Asked{.whole = std::string(url), .registered = std::string(url.substr(0, mark))};
}

bool reads_as(std::string_view name, std::string_view wanted) {
  std::string text(name);
  for (std::string next = unescaped(text); next != text; next = unescaped(text)) {
    text = std::move(next);
  }
  const auto first = std::ranges::find_if(text, is_visible);
  const auto last = std::ranges::find_if(first, text.end(), [](char c) {
    return !is_visible(c) || c == '[' || c == ']' || c == '.' || c == '=';
  });
  return std::equal(first, last, wanted.begin(), wanted.end(),
                    [](char c, char meant) { return lower(c) == meant; });
}

std::string with_code(std::string_view url, std::string_view code) {
  std::string out(url);
  const bool begins = !url.contains('?');
  if (begins || (!url.ends_with('?') && !url.ends_with('&'))) {
    out.push_back(begins ? '?' : '&');
  }
  return out.append(kCode).append("=").append(code);
}

}  // namespace redirect_sso
