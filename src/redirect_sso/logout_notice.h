// What a site is told when a session is over that one of its own began in, and the signature by
// which it knows who tells it. Pure; docs/decisions/0018-site-logout.md has the form.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"
#include "redirect_sso/visit_store.h"

namespace redirect_sso {

inline constexpr std::string_view kSignatureHeader = "Gapura-Signature";

// {"event":"logout","id":…,"user_id":…,"session":…,"at":…}; the same for every try.
std::string body_of(const Notice& notice);

// "t=1700000000,v1=…": an HMAC-SHA256 of the time, a point and the body, once for each key, so that
// a site that changes its secret knows it by either.
std::string signature_of(std::string_view body, std::span<const base::Secret> keys,
                         base::Instant now);

}  // namespace redirect_sso
