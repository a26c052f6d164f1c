#include "app/scope_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/checks.h"
#include "identity/users/fields.h"
#include "oauth/scope/scope.h"

namespace app {
namespace {

constexpr std::string_view kPrefix = "scope.";

using Scope = Settings::Scope;
using Names = std::vector<std::string>;
using Problem = std::optional<std::string>;

constexpr std::array kMembers{
    ScopeMember{"title_id", &Scope::title_id, "setting.scope.title_id"},
    ScopeMember{"title_en", &Scope::title_en, "setting.scope.title_en"},
    ScopeMember{"description_id", &Scope::description_id, "setting.scope.description_id"},
    ScopeMember{"description_en", &Scope::description_en, "setting.scope.description_en"},
    ScopeMember{"claims", &Scope::claims, "setting.scope.claims"}};

// A name that holds a dot is quoted.
std::string_view unquoted(std::string_view name) {
  return name.size() > 1 && name.starts_with('"') && name.ends_with('"')
             ? name.substr(1, name.size() - 2)
             : name;
}

// Attributes alone: what the standard or a token says keeps its meaning, whatever is configured.
Problem check_claim(const std::string& name) {
  namespace users = identity::users;
  if (users::is_known_name(name)) {
    return fill("problem.scope_claim_taken", {{"name", name}});
  }
  return users::is_attribute_name(name) ? std::nullopt
                                        : Problem(fill("problem.scope_claim", {{"name", name}}));
}

class Taking {
 public:
  Taking(Scope& scope, const GivenValue& given) : scope_(scope), given_(given) {}

  Problem operator()(std::string Scope::* place) const {
    const auto* text = std::get_if<std::string>(&given_);
    if (text == nullptr) {
      return fill("problem.scope_text");
    }
    if (auto problem = check_wording(*text)) {
      return problem;
    }
    scope_.*place = *text;
    return std::nullopt;
  }
  Problem operator()(Names Scope::* place) const {
    const auto* names = std::get_if<Names>(&given_);
    if (names == nullptr) {
      return fill("problem.scope_claims");
    }
    for (const std::string& name : *names) {
      if (auto problem = check_claim(name)) {
        return problem;
      }
    }
    scope_.*place = *names;
    return std::nullopt;
  }

 private:
  Scope& scope_;
  const GivenValue& given_;
};

}  // namespace

std::string ScopeMember::takes() const {
  return std::holds_alternative<std::string Scope::*>(place) ? fill("value.text")
                                                             : fill("value.attributes");
}

base::json::value ScopeMember::shown(const Scope& scope) const {
  if (const auto* text = std::get_if<std::string Scope::*>(&place)) {
    return base::json::value(scope.**text);
  }
  const Names& names = scope.*std::get<Names Scope::*>(place);
  return base::json::array(names.begin(), names.end());
}

std::span<const ScopeMember> scope_members() { return kMembers; }

std::optional<TakenScope> take_scope(const FileEntry& entry, Settings& settings) {
  std::string_view rest = entry.key;
  if (!rest.starts_with(kPrefix)) {
    return std::nullopt;
  }
  rest.remove_prefix(kPrefix.size());
  const auto dot = rest.rfind('.');
  const auto* member = dot == std::string_view::npos
                           ? kMembers.end()
                           : std::ranges::find(kMembers, rest.substr(dot + 1), &ScopeMember::name);
  if (member == kMembers.end()) {
    return TakenScope{.problem = fill("problem.scope_key")};
  }
  const std::string name(unquoted(rest.substr(0, dot)));
  if (!oauth::is_scope_token(name)) {
    return TakenScope{.problem = fill("problem.scope_name", {{"name", name}})};
  }
  Scope& scope = settings.scopes[name];
  if (auto problem = std::visit(Taking(scope, entry.value), member->place)) {
    return TakenScope{.problem = std::move(problem)};
  }
  return TakenScope{.value = member->shown(scope)};
}

std::vector<web::ScopeWording> scope_wordings(const Settings& settings) {
  std::vector<web::ScopeWording> wordings;
  for (const auto& [name, scope] : settings.scopes) {
    const bool named = !scope.title_id.empty() || !scope.title_en.empty();
    const bool described = !scope.description_id.empty() || !scope.description_en.empty();
    // One that is only given claims keeps the words that it has.
    if (named || described) {
      wordings.push_back({.name = name,
                          .title = {named ? scope.title_id : name, scope.title_en},
                          .about = {scope.description_id, scope.description_en}});
    }
  }
  return wordings;
}

oidc::userinfo::Carried claims_of_scopes(const Settings& settings) {
  oidc::userinfo::Carried carried;
  for (const auto& [name, scope] : settings.scopes) {
    carried.emplace(name, scope.claims);
  }
  return carried;
}

base::Done warn_of_claims(const Settings& settings, identity::users::Attributes& attributes,
                          base::Log& log) {
  TRY_VAL(defined, attributes.all());
  for (const auto& [name, scope] : settings.scopes) {
    for (const std::string& claim : scope.claims) {
      if (std::ranges::find(defined, claim, &identity::users::AttributeDefinition::name) ==
          defined.end()) {
        log.warn("scope.no_such_attribute",
                 {{"setting", std::string(kPrefix) + name + ".claims"}, {"attribute", claim}});
      }
    }
  }
  return {};
}

}  // namespace app
