#include "oauth/registry/redirect_uri.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace oauth {
namespace {

constexpr std::string_view kHttp = "http://";
constexpr std::size_t kLongest = 2000;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::unexpected<base::Error> refuse(std::string_view clause, std::string description) {
  return base::reject(base::ErrorCode::invalid_request, clause, std::move(description));
}

constexpr bool is_plain(char c) {
  return is_digit(c) || is_lower(c) || is_upper(c) ||
         std::string_view("-._~!$'()+,:@/").contains(c);
}

// Names and values are in the clear: what would have to be unescaped first could be read as the
// name of a parameter of ours.
base::Done check_query(std::string_view query) {
  constexpr std::array<std::string_view, 12> kOurs = {
      "code",     "state",         "iss",          "error",    "error_description", "error_uri",
      "response", "session_state", "access_token", "id_token", "token_type",        "expires_in"};
  while (!query.empty()) {
    const auto field = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(field.size() + 1, query.size()));
    const auto name = field.substr(0, field.find('='));
    const auto value = field.substr(std::min(name.size() + 1, field.size()));
    if (name.empty() || !std::ranges::all_of(name, is_plain) ||
        !std::ranges::all_of(value, is_plain)) {
      return refuse("RFC6749-3.1.2",
                    "the query of a redirect URI is made of plain name=value pairs");
    }
    if (std::ranges::any_of(
            kOurs, [&](std::string_view ours) { return redirect_sso::reads_as(name, ours); })) {
      return refuse(
          "RFC6749-4.1.2",
          "the query of a redirect URI names a parameter of the response: " + std::string(name));
    }
  }
  return {};
}

// "com.example.app:/callback": somebody's domain, backwards, and one slash.
bool is_private_scheme(std::string_view uri) {
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos) {
    return false;
  }
  const auto scheme = uri.substr(0, colon);
  const auto path = uri.substr(colon + 1);
  return scheme.contains('.') && !scheme.ends_with('.') && !scheme.contains("..") &&
         is_lower(scheme.front()) &&
         std::ranges::all_of(
             scheme, [](char c) { return is_lower(c) || is_digit(c) || c == '.' || c == '-'; }) &&
         path.starts_with('/') && !path.starts_with("//") && !path.contains("/.") &&
         std::ranges::all_of(path, [](char c) {
           return is_digit(c) || is_lower(c) || is_upper(c) ||
                  std::string_view("-._~/").contains(c);
         });
}

// Of "http://127.0.0.1:8080/cb" what stands before and behind the port; nothing for what is no
// address of the loopback. A name may resolve to anywhere (RFC 8252 section 8.3).
struct Loopback {
  std::string_view host;
  std::string_view rest;
  bool operator==(const Loopback&) const = default;
};
std::optional<Loopback> loopback_of(std::string_view uri) {
  constexpr std::array<std::string_view, 2> kHosts = {"127.0.0.1", "[::1]"};
  if (!uri.starts_with(kHttp)) {
    return std::nullopt;
  }
  uri.remove_prefix(kHttp.size());
  for (const auto host : kHosts) {
    if (!uri.starts_with(host)) {
      continue;
    }
    std::string_view rest = uri.substr(host.size());
    if (rest.starts_with(':')) {
      const auto port = rest.substr(1, rest.find_first_not_of("0123456789", 1) - 1);
      if (port.empty() || port.size() > 5 || port.front() == '0' ||
          (port.size() == 5 && port > "65535")) {
        return std::nullopt;
      }
      rest.remove_prefix(port.size() + 1);
    }
    return rest.starts_with('/') ? std::optional(Loopback{host, rest}) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

base::Done check_registrable(std::string_view uri, bool is_public, PlainHttp plain) {
  if (uri.size() > kLongest) {
    return refuse("RFC6749-3.1.2", "a redirect URI has at most 2000 characters");
  }
  if (is_public && is_private_scheme(uri)) {
    return {};
  }
  const auto mark = std::min(uri.find('?'), uri.size());
  auto checked = redirect_sso::check_registrable(uri.substr(0, mark), plain);
  if (!checked) {
    return refuse("RFC6749-3.1.2", std::move(checked.error().description));
  }
  return check_query(uri.substr(std::min(mark + 1, uri.size())));
}

bool is_usable(std::string_view uri, PlainHttp plain) {
  return !uri.starts_with(kHttp) ||
         redirect_sso::is_plain_http_allowed(uri.substr(0, uri.find('?')), plain);
}

bool is_loopback(std::string_view uri) { return loopback_of(uri).has_value(); }

bool is_registered(const Client& client, std::string_view uri) {
  if (std::ranges::find(client.redirect_uris, uri) != client.redirect_uris.end()) {
    return true;
  }
  const auto asked = client.is_public() ? loopback_of(uri) : std::nullopt;
  return asked && std::ranges::any_of(client.redirect_uris, [&](const std::string& each) {
           return loopback_of(each) == asked;
         });
}

}  // namespace oauth
