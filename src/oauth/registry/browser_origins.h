// From where the program of a browser may ask us for tokens (Fetch standard, section 3.2): the
// origins of the redirect URIs of public clients, which are in use. Remembered for half a second.
// Called by endpoints/browsers.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/recent.h"
#include "base/result.h"
#include "oauth/registry/client_store.h"

namespace oauth {

// As a browser writes it. Of https alone, and of this machine while something is being built;
// nothing for anything else, so that "null" is nobody's.
std::optional<std::string> origin_of(std::string_view redirect_uri);

class BrowserOrigins {
 public:
  BrowserOrigins(ClientStore& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  base::Result<bool> holds(std::string_view origin);
  // By what is remembered, however old: for who must not wait.
  bool held(std::string_view origin) const;

 private:
  ClientStore& store_;
  const base::Clock& clock_;
  mutable std::mutex mutex_;
  std::optional<base::Instant> read_at_;
  std::set<std::string, std::less<>> origins_;
};

}  // namespace oauth
