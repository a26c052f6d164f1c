// What a client reads about us before it asks anything (OpenID Connect Discovery section 3, RFC
// 8414 section 2): one document for both addresses, and nothing in it that is not there.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "crypto/algorithm.h"
#include "oidc/userinfo/claims.h"

namespace oidc::discovery {

struct Provider {
  std::string issuer;
  std::vector<crypto::SignatureAlgorithm> algorithms;  // that keys are there for
  std::span<const std::string_view> acr_values = {};
  std::span<const std::string_view> locales = {};
  std::vector<std::string> scopes = {};  // the operator's own, beside those that are always there
  std::span<const std::string_view> claims = userinfo::claim_names();
};

base::json::object metadata(const Provider& provider);

}  // namespace oidc::discovery
