#include "oidc/userinfo/person_claims.h"

#include <algorithm>
#include <utility>

#include "oidc/userinfo/claims.h"

namespace oidc::userinfo {

namespace json = base::json;
using identity::users::User;

PersonClaims::PersonClaims(identity::users::Attributes& attributes, Carried carried)
    : attributes_(attributes), carried_(std::move(carried)) {
  const auto standard = claim_names();
  names_.assign(standard.begin(), standard.end());
  for (const auto& [scope, names] : carried_) {
    for (const std::string& name : names) {
      if (std::ranges::find(names_, name) == names_.end()) {
        names_.push_back(name);
      }
    }
  }
}

base::Result<json::object> PersonClaims::of(const User& user,
                                            const std::vector<std::string>& scopes) const {
  json::object all = claims(user, scopes);
  json::object carried;
  for (const std::string& scope : scopes) {
    const auto found = carried_.find(scope);
    if (found == carried_.end()) {
      continue;
    }
    for (const std::string& name : found->second) {
      if (const auto* value = user.attributes.if_contains(name)) {
        carried[name] = *value;
      }
    }
  }
  // Most people and most scopes have none: then nobody needs to ask who sees it.
  if (carried.empty()) {
    return all;
  }
  TRY_VAL(seen, attributes_.seen_by(carried, identity::users::Viewer::clients));
  for (const auto& [name, value] : seen) {
    // Section 5.1: what the standard names keeps its meaning.
    all.emplace(name, value);
  }
  return all;
}

base::Result<json::object> PersonClaims::named(const User& user,
                                               const std::vector<std::string>& names,
                                               const std::vector<std::string>& scopes) const {
  TRY_VAL(all, of(user, scopes));
  json::object found;
  for (const std::string& name : names) {
    if (const auto* value = all.if_contains(name); value != nullptr && name != "sub") {
      found[name] = *value;
    }
  }
  return found;
}

std::vector<std::string> PersonClaims::scopes() const {
  std::vector<std::string> all;
  for (const auto& [scope, names] : carried_) {
    all.push_back(scope);
  }
  return all;
}

}  // namespace oidc::userinfo
