#include "app/scope_words.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "app/checks.h"
#include "app/words.h"

namespace app {
namespace {

constexpr std::string_view kPrefix = "scope.";

using Scope = Settings::Scope;
struct Member {
  std::string_view name;
  std::string Scope::* place;
};
constexpr std::array kMembers{Member{"title_id", &Scope::title_id},
                              Member{"title_en", &Scope::title_en},
                              Member{"description_id", &Scope::description_id},
                              Member{"description_en", &Scope::description_en}};

// A name that holds a dot is quoted.
std::string_view unquoted(std::string_view name) {
  return name.size() > 1 && name.starts_with('"') && name.ends_with('"')
             ? name.substr(1, name.size() - 2)
             : name;
}

}  // namespace

std::optional<TakenScope> take_scope(const FileEntry& entry, Settings& settings) {
  std::string_view rest = entry.key;
  if (!rest.starts_with(kPrefix)) {
    return std::nullopt;
  }
  rest.remove_prefix(kPrefix.size());
  const auto dot = rest.rfind('.');
  const auto* member = dot == std::string_view::npos
                           ? kMembers.end()
                           : std::ranges::find(kMembers, rest.substr(dot + 1), &Member::name);
  if (member == kMembers.end()) {
    return TakenScope{fill("problem.scope_key")};
  }
  const auto* text = std::get_if<std::string>(&entry.value);
  if (text == nullptr) {
    return TakenScope{fill("problem.scope_text")};
  }
  if (auto problem = check_wording(*text)) {
    return TakenScope{std::move(problem)};
  }
  settings.scopes[std::string(unquoted(rest.substr(0, dot)))].*(member->place) = *text;
  return TakenScope{};
}

std::vector<web::ScopeWording> scope_wordings(const Settings& settings) {
  std::vector<web::ScopeWording> wordings;
  for (const auto& [name, scope] : settings.scopes) {
    const bool named = !scope.title_id.empty() || !scope.title_en.empty();
    wordings.push_back({.name = name,
                        .title = {named ? scope.title_id : name, scope.title_en},
                        .about = {scope.description_id, scope.description_en}});
  }
  return wordings;
}

}  // namespace app
