#include "http/cookies.h"

#include <algorithm>

#include "http/ascii.h"
#include "http/date.h"

namespace http {
namespace {

using base::ErrorCode;
using base::reject;

constexpr std::size_t kMaxSetCookie = 4096;

// cookie-octet of RFC 6265, section 4.1.1: no control, white space, DQUOTE, comma, semicolon or
// backslash.
// Without a branch, so that many are asked at once: tokens are long.
bool is_cookie_value(std::string_view text) {
  bool good = true;
  for (const char c : text) {
    good &= (c > 0x20) & (c < 0x7F) & (c != '"') & (c != ',') & (c != ';') & (c != '\\');
  }
  return good;
}

bool is_attribute(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= 0x20 && c < 0x7F && c != ';'; });
}

std::string_view name_of(SameSite same_site) {
  switch (same_site) {
    case SameSite::strict:
      return "Strict";
    case SameSite::lax:
      return "Lax";
    case SameSite::none:
      return "None";
  }
  return "Strict";
}

base::Done check(const SetCookie& cookie) {
  // Browsers match the prefixes in any case of letters (RFC 6265bis, section 5.7).
  const bool host = iequals(std::string_view(cookie.name).substr(0, 7), "__Host-");
  const bool secure = iequals(std::string_view(cookie.name).substr(0, 9), "__Secure-");
  if (!is_token(cookie.name) || !is_cookie_value(cookie.value)) {
    return reject(ErrorCode::internal, "RFC6265-4.1.1", "", "cookie name or value is malformed");
  }
  if (!cookie.path.starts_with('/') || !is_attribute(cookie.path) || !is_attribute(cookie.domain)) {
    return reject(ErrorCode::internal, "RFC6265-4.1.1", "", "cookie path or domain is malformed");
  }
  if (host && (!cookie.secure || cookie.path != "/" || !cookie.domain.empty())) {
    return reject(ErrorCode::internal, "RFC6265bis-4.1.3.2", "", "__Host- rules are not kept");
  }
  if ((secure || cookie.same_site == SameSite::none) && !cookie.secure) {
    return reject(ErrorCode::internal, "RFC6265bis-4.1.3.1", "", "the cookie has to be Secure");
  }
  return {};
}

}  // namespace

Cookies::Cookies(std::string_view header) {
  bool first = true;
  while (!header.empty()) {
    auto pair = take_until(header, ';');
    if (!first && pair.starts_with(' ')) {
      pair.remove_prefix(1);
    }
    first = false;
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      continue;
    }
    if (pairs_.size() == kMaxCookies) {
      pairs_.clear();
      return;
    }
    pairs_.push_back({pair.substr(0, equals), pair.substr(equals + 1)});
  }
}

std::optional<std::string_view> Cookies::get(std::string_view name) const {
  const auto named = [&](const Pair& pair) { return pair.name == name; };
  const auto found = std::find_if(pairs_.begin(), pairs_.end(), named);
  if (found == pairs_.end() || std::find_if(found + 1, pairs_.end(), named) != pairs_.end() ||
      !is_cookie_value(found->value)) {
    return std::nullopt;
  }
  return found->value;
}

bool Cookies::has(std::string_view name) const {
  return std::ranges::find(pairs_, name, &Pair::name) != pairs_.end();
}

bool Cookies::duplicated(std::string_view name) const {
  return std::count_if(pairs_.begin(), pairs_.end(),
                       [&](const Pair& pair) { return pair.name == name; }) > 1;
}

base::Result<std::string> to_header(const SetCookie& cookie) {
  TRY(check(cookie));
  constexpr std::size_t kAttributes = 128;  // but for path and domain
  std::string out;
  out.reserve(cookie.name.size() + cookie.value.size() + cookie.path.size() + cookie.domain.size() +
              kAttributes);
  out.append(cookie.name).append("=").append(cookie.value);
  out.append("; Path=").append(cookie.path);
  if (!cookie.domain.empty()) {
    out.append("; Domain=").append(cookie.domain);
  }
  if (cookie.max_age) {
    out.append("; Max-Age=").append(std::to_string(cookie.max_age->count()));
  }
  if (cookie.expires) {
    out.append("; Expires=").append(to_http_date(*cookie.expires));
  }
  if (cookie.http_only) {
    out += "; HttpOnly";
  }
  if (cookie.secure) {
    out += "; Secure";
  }
  out.append("; SameSite=").append(name_of(cookie.same_site));
  if (out.size() > kMaxSetCookie) {
    return reject(ErrorCode::internal, "RFC6265-6.1", "", "the cookie is too large");
  }
  return out;
}

SetCookie expired(SetCookie cookie) {
  cookie.value.clear();
  cookie.max_age = std::chrono::seconds(0);
  cookie.expires = base::Instant{};
  return cookie;
}

}  // namespace http
