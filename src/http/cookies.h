// Cookies, read without mercy (CK2): a name is the octets before the first "=", never trimmed of
// anything but the one separator, never unquoted, and no $Version. A name that stands twice has no
// value: two values mean that somebody planted one.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace http {

inline constexpr std::size_t kMaxCookies = 100;

class Cookies {
 public:
  Cookies() = default;
  // More than kMaxCookies pairs count as no cookies at all: what is beyond the limit cannot be told
  // apart from a planted flood that hides the real one.
  explicit Cookies(std::string_view header);

  // Nothing when absent, duplicated or holding an octet no cookie value may hold.
  std::optional<std::string_view> get(std::string_view name) const;
  bool has(std::string_view name) const;
  // True when the name stands more than once.
  bool duplicated(std::string_view name) const;
  std::size_t size() const { return pairs_.size(); }

 private:
  struct Pair {
    std::string_view name;
    std::string_view value;
  };
  std::vector<Pair> pairs_;
};

enum class SameSite { strict, lax, none };

struct SetCookie {
  std::string name;
  std::string value;
  bool http_only = true;
  bool secure = true;
  SameSite same_site = SameSite::lax;
  std::string path = "/";
  std::string domain;                           // empty: host-only
  std::optional<std::chrono::seconds> max_age;  // nothing: until the browser closes
  std::optional<base::Instant> expires;
};

// The header's value. Refused: a name or value outside RFC 6265's alphabet, a prefix whose rules
// are not kept (__Host- : Secure, Path=/, no Domain; __Secure- : Secure), SameSite=None without
// Secure, and more than 4096 octets.
base::Result<std::string> to_header(const SetCookie& cookie);

// The same cookie, gone.
SetCookie expired(SetCookie cookie);

}  // namespace http
