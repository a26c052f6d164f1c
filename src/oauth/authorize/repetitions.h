// What a client should make anew for each request and does not (AZ9): a challenge or a nonce that
// is always the same protects nobody. It is allowed, and the trail is told once.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "oauth/authorize/request.h"

namespace oauth::authorize {

class Repetitions {
 public:
  // Of clients remembered, on this node; when there are more all begin anew.
  static constexpr std::size_t kMost = 10'000;

  // What stands in this request as it stood in the one before of that client; nothing when it is
  // the same request, or has been told.
  std::optional<std::string_view> of(const ClientId& client, const Request& request);

 private:
  struct Last {
    std::string challenge;
    std::string nonce;
    std::string state;
    bool told = false;
  };

  std::mutex mutex_;
  std::map<ClientId, Last> last_;
};

}  // namespace oauth::authorize
