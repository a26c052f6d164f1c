// A site that people log in to by contract 0: an address that the browser is sent to with a code,
// and a server behind it that asks whose the code is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "redirect_sso/look.h"

namespace redirect_sso {

struct SiteTag;
using SiteId = base::Id<SiteTag>;

// "site:01j…", as the trail names a site.
std::string subject_of(const SiteId& id);

// Kept as a hash of 256 random bits. Two are good side by side while a site changes from the one to
// the other.
struct SecretHash {
  base::Bytes sha256;
  base::Instant made_at;
  std::optional<base::Instant> good_until;
  // Sealed; empty beside a secret that was made before sites were told anything.
  base::Bytes logout_key = {};
  // The secret itself, sealed, of a client that signs with it; else empty.
  base::Bytes sealed = {};
  bool operator==(const SecretHash&) const = default;
};

struct Site {
  SiteId id;
  std::int64_t version = 1;  // one more with every change; a change names the one it was made from
  std::string name;
  std::vector<std::string> redirect_urls;  // each is this site's and no other's
  std::string logout_url;                  // may be empty
  std::string logo_url;                    // may be empty
  Look look;
  bool needs_secret = true;  // else its codes are good for whoever presents them
  bool allows_administrators = false;
  bool enabled = true;
  std::vector<SecretHash> secrets;  // newest first; without needs_secret there may be none
  base::Instant created_at;
  base::Instant updated_at;
  bool operator==(const Site&) const = default;
};

// Whether a site can be told that somebody has logged out.
enum class LogoutState {
  no_address,
  no_key,  // it has an address, and no secret that what it is told could be signed with
  told,
};
LogoutState logout_state(const Site& site);
std::string_view to_string(LogoutState state);

// Everything but the hashes, as an operator sees it.
base::json::object to_json(const Site& site);

// As a store keeps it in one column.
std::string secrets_to_text(const std::vector<SecretHash>& secrets);
base::Result<std::vector<SecretHash>> secrets_from_text(std::string_view text);
std::string urls_to_text(const std::vector<std::string>& urls);
base::Result<std::vector<std::string>> urls_from_text(std::string_view text);

}  // namespace redirect_sso
