#include "oauth/registry/browser_origins.h"

#include <algorithm>
#include <utility>

namespace oauth {

std::optional<std::string> origin_of(std::string_view uri) {
  constexpr std::string_view kHttps = "https://";
  constexpr std::string_view kHere = "http://localhost";
  const bool https = uri.starts_with(kHttps);
  const std::size_t host = https ? kHttps.size() : std::string_view("http://").size();
  if (!https && !uri.starts_with(kHere)) {
    return std::nullopt;
  }
  std::string_view origin = uri.substr(0, std::min(uri.find_first_of("/?#", host), uri.size()));
  const std::string_view after = https ? "" : origin.substr(kHere.size());
  if (origin.size() == host || (!after.empty() && !after.starts_with(':'))) {
    return std::nullopt;
  }
  // A browser leaves the port of the scheme out.
  const std::string_view usual = https ? ":443" : ":80";
  if (origin.ends_with(usual)) {
    origin.remove_suffix(usual.size());
  }
  return std::string(origin);
}

base::Result<bool> BrowserOrigins::holds(std::string_view origin) {
  const base::Instant now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    if (read_at_ && base::is_recent(*read_at_, now)) {
      return origins_.contains(origin);
    }
  }
  TRY_VAL(clients, store_.list());
  std::set<std::string, std::less<>> origins;
  for (const Client& client : clients) {
    for (const std::string& uri : client.redirect_uris) {
      auto one = client.enabled && client.is_public() ? origin_of(uri) : std::nullopt;
      if (one) {
        origins.insert(*std::move(one));
      }
    }
  }
  const std::lock_guard lock(mutex_);
  read_at_ = now;
  origins_ = std::move(origins);
  return origins_.contains(origin);
}

bool BrowserOrigins::held(std::string_view origin) const {
  const std::lock_guard lock(mutex_);
  return origins_.contains(origin);
}

}  // namespace oauth
