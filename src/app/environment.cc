#include "app/environment.h"

#include "app/setting_table.h"
#include "keys/master_key_source.h"

namespace app {

Environment Environment::take(char** variables) {
  Environment taken;
  for (const Setting& setting : setting_table()) {
    if (setting.only_environment()) {
      const std::string name = setting.environment_name();
      taken.secrets_.emplace(name, keys::take_variable(variables, name));
    }
  }
  for (; *variables != nullptr; ++variables) {
    const std::string_view line(*variables);
    const auto equals = line.find('=');
    if (equals != std::string_view::npos) {
      taken.variables_.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
  }
  return taken;
}

std::optional<std::string_view> Environment::find(std::string_view name) const {
  const auto found = variables_.find(name);
  if (found == variables_.end() || found->second.empty()) {
    return std::nullopt;
  }
  return std::string_view(found->second);
}

const base::Secret* Environment::find_secret(std::string_view name) const {
  const auto found = secrets_.find(name);
  return found == secrets_.end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace app
