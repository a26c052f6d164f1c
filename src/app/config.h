// The configuration: the defaults, then gapura.toml, then the environment, then flags. Everything
// that is wrong with it is found in one go.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/environment.h"
#include "app/setting.h"
#include "app/settings.h"
#include "base/json.h"

namespace app {

enum class Origin { preset, file, environment, flag };

std::string_view to_string(Origin origin);

struct ConfigProblem {
  std::string where;    // "gapura.toml:3", "GAPURA_LISTEN", "--listen"
  std::string setting;  // its key, or empty
  std::string text;
};

struct ShownSetting {
  const Setting* setting = nullptr;
  Origin origin = Origin::preset;
  std::string where;
  base::json::value value;
};

// Of [scope.NAME], which the file alone has.
struct ShownScope {
  std::string key;  // "scope.arsip.title_id"
  std::string where;
  base::json::value value;
};

struct Config {
  Settings settings;
  std::filesystem::path file;  // empty: none was read
  std::vector<ShownSetting> shown;
  std::vector<ShownScope> shown_scopes;
  std::vector<ConfigProblem> problems;
  std::vector<ConfigProblem> warnings;
};

struct ConfigSources {
  const Environment& environment;
  std::string file;  // of --config, or empty
  // By key of the setting, as flags gave them.
  std::map<std::string, std::string, std::less<>> flags;
  std::filesystem::path folder{"."};  // where gapura.toml is looked for
};

Config load_config(const ConfigSources& sources);

}  // namespace app
