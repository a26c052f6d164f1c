// The claims of an ID token whose signature is right: that it is this issuer's, for us, of now and
// of this request (OpenID Connect Core 1.0, section 3.1.3.7).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace federation {

// OpenID Connect Core 1.0, section 2.
inline constexpr std::size_t kLongestSubject = 255;

struct IdTokenRules {
  std::string_view issuer;
  std::string_view client_id;
  std::string_view nonce;
  // Somebody was to show anew who they are: no earlier than this, and the token says when.
  std::optional<base::Instant> not_before;
};

// Every failure is `unauthorized`.
base::Done check_id_token(const base::json::object& claims, const IdTokenRules& rules,
                          base::Instant now);

// Texts, and whole numbers as text; empty for what is neither.
std::string text_claim_of(const base::json::object& claims, std::string_view name);

}  // namespace federation
