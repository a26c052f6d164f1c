// An account at a provider that somebody logs in with: issuer and subject, and nothing else that
// the provider says of it (OpenID Connect Core 1.0, section 5.7). Whose it is never follows from an
// e-mail address (FD2).
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "identity/users/user.h"

namespace federation {

using identity::users::UserId;

struct Identity {
  std::string issuer;
  std::string subject;
  UserId user;
  std::string provider;  // by which it was linked
  std::string label;     // what its owner knows it by: an address or a name; decides nothing
  base::Instant linked_at;
  bool operator==(const Identity&) const = default;
};

// What a row is found by; no two pairs share it.
base::Bytes key_of(std::string_view issuer, std::string_view subject);

// The key in letters: what a page and a proof call an account by.
std::string id_of(const Identity& identity);

// "provider:google:0a1b2c3d4e5f6071", as the trail names one: enough to tell it from the others.
std::string account_of(const Identity& identity);

}  // namespace federation
