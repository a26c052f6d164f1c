// The registered claims of a JWT whose signature was checked (RFC 7519 section 4.1).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace jose {

struct ClaimRules {
  std::string_view issuer;    // compared octet by octet: a trailing slash is another issuer
  std::string_view audience;  // must be the audience, or one of them
  std::chrono::seconds leeway{60};
  bool iat_required = true;
  // How old it may be by its iat, whatever exp says; iat is then required.
  std::optional<std::chrono::seconds> longest_age;
};

// exp is always required: a token without one would live for ever. Every failure is `unauthorized`.
base::Done check_claims(const base::json::object& claims, const ClaimRules& rules,
                        base::Instant now);

// Nothing when it is missing, empty or no text.
std::optional<std::string_view> text_claim(const base::json::object& claims, std::string_view name);

}  // namespace jose
