// The gate of mint/gates.h about what tokens are good for: no more than what the client is
// registered for.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "mint/gates.h"
#include "oauth/registry/client.h"
#include "oauth/scope/scope.h"

namespace oauth {

class ScopeGate {
 public:
  static std::optional<mint::ScopeProof> grant(const Client& client,
                                               const std::vector<std::string>& scopes,
                                               std::vector<std::string> audience) {
    const auto registered = [&](const std::string& scope) { return client.may(scope); };
    if (!std::ranges::all_of(scopes, registered)) {
      return std::nullopt;
    }
    return mint::ScopeProof(mint::GrantedScope{
        .client_id = client.id.text(), .scope = to_text(scopes), .audience = std::move(audience)});
  }
};

}  // namespace oauth
