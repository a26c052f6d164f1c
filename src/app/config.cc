#include "app/config.h"

#include <algorithm>
#include <system_error>

#include "app/checks.h"
#include "app/likely.h"
#include "app/scope_words.h"
#include "app/setting_table.h"
#include "app/toml_file.h"
#include "app/words.h"

namespace app {
namespace {

constexpr std::string_view kPrefix = "GAPURA_";
constexpr std::string_view kConfigVariable = "GAPURA_CONFIG";

// The name that was likely meant, or empty. A key may also stand in the wrong section.
template <class NameOf>
std::string likely_setting(std::string_view given, NameOf name_of) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, given.size() / 4) + 1;
  for (const Setting& setting : setting_table()) {
    const std::string name = name_of(setting);
    std::size_t apart = slips_between(given, name);
    if (name.ends_with("." + std::string(given.substr(given.rfind('.') + 1)))) {
      apart = std::min<std::size_t>(apart, 1);
    }
    if (apart < least) {
      least = apart;
      best = name;
    }
  }
  return best;
}

template <class NameOf>
std::string unknown(Words words, std::string_view given, NameOf name_of) {
  return fill(words, {{"name", given}}) + did_you_mean(likely_setting(given, name_of));
}

class Loader {
 public:
  explicit Loader(const ConfigSources& sources) : sources_(sources) {}

  Config load() {
    for (const Setting& setting : setting_table()) {
      config_.shown.push_back({&setting, Origin::preset, "", {}});
    }
    find_file();
    if (!config_.file.empty()) {
      take_file();
    }
    take_environment();
    take_flags();
    check_together();
    for (ShownSetting& row : config_.shown) {
      row.value = shown(*row.setting, config_.settings);
    }
    return std::move(config_);
  }

 private:
  ShownSetting& row_of(const Setting& setting) {
    return config_.shown[static_cast<std::size_t>(&setting - setting_table().data())];
  }

  void find_file() {
    if (!sources_.file.empty()) {
      config_.file = sources_.file;
    } else if (const auto named = sources_.environment.find(kConfigVariable)) {
      config_.file = *named;
    } else if (std::error_code error;
               std::filesystem::exists(sources_.folder / "gapura.toml", error)) {
      config_.file = sources_.folder / "gapura.toml";
    }
  }

  void take_file() {
    FileContent content = read_toml(config_.file);
    std::ranges::sort(content.entries, {},
                      [](const FileEntry& entry) { return std::pair(entry.line, entry.key); });
    const std::string name = config_.file.filename().string();
    const auto where = [&name](unsigned line) {
      return line == 0 ? name : name + ":" + std::to_string(line);
    };
    for (const FileProblem& problem : content.problems) {
      config_.problems.push_back({where(problem.line), "", problem.text});
    }
    for (const FileEntry& entry : content.entries) {
      if (const auto scope = take_scope(entry, config_.settings)) {
        if (scope->problem) {
          config_.problems.push_back({where(entry.line), entry.key, *scope->problem});
        } else {
          config_.shown_scopes.push_back({entry.key, where(entry.line), scope->value});
        }
        continue;
      }
      const Setting* setting = find_setting(entry.key);
      if (setting == nullptr) {
        config_.problems.push_back(
            {where(entry.line), entry.key,
             unknown("problem.unknown_key", entry.key,
                     [](const Setting& row) { return std::string(row.key); })});
      } else if (setting->only_environment()) {
        config_.problems.push_back(
            {where(entry.line), entry.key,
             fill("problem.secret_in_file", {{"variable", setting->environment_name()}})});
      } else {
        take(*setting, Origin::file, where(entry.line),
             assign(setting->field, config_.settings, entry.value));
      }
    }
  }

  void take_environment() {
    for (const Setting& setting : setting_table()) {
      const std::string name = setting.environment_name();
      if (const auto* secret = sources_.environment.find_secret(name)) {
        take(setting, Origin::environment, name,
             assign_text(setting.field, config_.settings, secret->reveal_text()));
      } else if (const auto text = sources_.environment.find(name)) {
        take(setting, Origin::environment, name,
             assign_text(setting.field, config_.settings, *text));
      }
    }
    for (const auto& [name, value] : sources_.environment.all()) {
      if (name.starts_with(kPrefix) && name != kConfigVariable &&
          find_setting_by_variable(name) == nullptr) {
        config_.warnings.push_back(
            {name, "", unknown("problem.unknown_variable", name, [](const Setting& row) {
               return row.environment_name();
             })});
      }
    }
  }

  void take_flags() {
    for (const auto& [key, text] : sources_.flags) {
      const Setting& setting = *find_setting(key);
      take(setting, Origin::flag, setting.flag(),
           assign_text(setting.field, config_.settings, text));
      if (setting.mask != nullptr && setting.mask(text) != text) {
        config_.problems.push_back(
            {setting.flag(), key,
             fill("problem.secret_in_flag", {{"variable", setting.environment_name()}})});
      }
    }
  }

  void take(const Setting& setting, Origin origin, std::string where,
            std::optional<std::string> problem) {
    ShownSetting& row = row_of(setting);
    row.origin = origin;
    row.where = std::move(where);
    if (problem) {
      config_.problems.push_back({row.where, std::string(setting.key), *std::move(problem)});
    }
  }

  void check_together() {
    for (Conflict& conflict : find_conflicts(config_.settings)) {
      config_.problems.push_back({row_of(*find_setting(conflict.key)).where,
                                  std::string(conflict.key), std::move(conflict.text)});
    }
  }

  const ConfigSources& sources_;
  Config config_;
};

}  // namespace

std::string_view to_string(Origin origin) {
  switch (origin) {
    case Origin::preset:
      return Words("origin.preset").text();
    case Origin::file:
      return Words("origin.file").text();
    case Origin::environment:
      return Words("origin.environment").text();
    case Origin::flag:
      return Words("origin.flag").text();
  }
  return {};
}

Config load_config(const ConfigSources& sources) { return Loader(sources).load(); }

}  // namespace app
