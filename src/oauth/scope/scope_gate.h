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

// A claim that is asked for by its name opens no more than a scope does: of a client of the house
// any that it is registered for, of others those that the person granted.
inline const std::vector<std::string>& claim_scopes(const Client& client,
                                                    const std::vector<std::string>& granted) {
  return client.first_party ? client.scopes : granted;
}

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
