// [scope.NAME] of gapura.toml: what the operator calls a scope of theirs, for people who are asked
// whether an application may have it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/settings.h"
#include "app/toml_file.h"
#include "web/consent_page.h"

namespace app {

struct TakenScope {
  std::optional<std::string> problem;
};
// Nothing for what is no scope's.
std::optional<TakenScope> take_scope(const FileEntry& entry, Settings& settings);

std::vector<web::ScopeWording> scope_wordings(const Settings& settings);

}  // namespace app
