// [scope.NAME] of gapura.toml: what the operator calls a scope, for people who are asked whether an
// application may have it, and which attributes of theirs it carries.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/settings.h"
#include "app/toml_file.h"
#include "app/words.h"
#include "base/json.h"
#include "base/log.h"
#include "identity/users/attributes.h"
#include "oidc/userinfo/person_claims.h"
#include "web/consent_page.h"

namespace app {

// What a [scope.NAME] may hold.
struct ScopeMember {
  std::string_view name;
  std::variant<std::string Settings::Scope::*, std::vector<std::string> Settings::Scope::*> place;
  Words words;

  std::string takes() const;
  base::json::value shown(const Settings::Scope& scope) const;
};
std::span<const ScopeMember> scope_members();

struct TakenScope {
  std::optional<std::string> problem;
  base::json::value value;  // as it was taken
};
// Nothing for what is no scope's.
std::optional<TakenScope> take_scope(const FileEntry& entry, Settings& settings);

// Of those that have words of the operator's.
std::vector<web::ScopeWording> scope_wordings(const Settings& settings);
oidc::userinfo::Carried claims_of_scopes(const Settings& settings);
// Of a claim that no attribute has the name of nobody is told anything: a slip of the pen, unless
// the attribute is still to come.
base::Done warn_of_claims(const Settings& settings, identity::users::Attributes& attributes,
                          base::Log& log);

}  // namespace app
