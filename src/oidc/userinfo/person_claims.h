// What is told about a person: the standard claims, and attributes of the operator's own that a
// scope of the configuration carries (OpenID Connect Core section 5.1.2). Userinfo and the token
// endpoint ask it about a person, discovery asks what there is.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "identity/users/attributes.h"
#include "identity/users/user.h"

namespace oidc::userinfo {

// Names of attributes by the scope that opens them; a scope may carry none.
using Carried = std::map<std::string, std::vector<std::string>>;

class PersonClaims {
 public:
  PersonClaims(identity::users::Attributes& attributes, Carried carried);
  PersonClaims(const PersonClaims&) = delete;
  PersonClaims& operator=(const PersonClaims&) = delete;

  // An attribute that clients do not see is told to none, whatever a scope carries.
  base::Result<base::json::object> of(const identity::users::User& user,
                                      const std::vector<std::string>& scopes) const;
  // Of `names` those that `scopes` would open; never `sub`.
  base::Result<base::json::object> named(const identity::users::User& user,
                                         const std::vector<std::string>& names,
                                         const std::vector<std::string>& scopes) const;

  // Of the configuration, with claims and without.
  std::vector<std::string> scopes() const;
  // All that a person can have, as discovery lists them: the standard ones, then the operator's.
  std::span<const std::string_view> names() const { return names_; }

 private:
  identity::users::Attributes& attributes_;
  const Carried carried_;
  std::vector<std::string_view> names_;
};

}  // namespace oidc::userinfo
