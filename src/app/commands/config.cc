#include "app/commands/command.h"
#include "app/scope_words.h"
#include "app/setting_table.h"
#include "app/text_table.h"

namespace app {
namespace {

base::json::array problems_json(const std::vector<ConfigProblem>& problems) {
  base::json::array out;
  for (const ConfigProblem& problem : problems) {
    out.push_back(base::json::object{
        {"where", problem.where}, {"setting", problem.setting}, {"problem", problem.text}});
  }
  return out;
}

std::string plain(const base::json::value& value) {
  if (const auto* text = value.if_string()) {
    return std::string(*text);
  }
  if (const auto* list = value.if_array()) {
    std::string out;
    for (const auto& item : *list) {
      out += (out.empty() ? "" : ",") + plain(item);
    }
    return out;
  }
  return base::to_text(value);
}

std::string file_words(const Config& config) {
  return fill("config.from",
              {{"file", config.file.empty() ? fill("config.no_file") : config.file.string()}}) +
         "\n";
}

}  // namespace

base::Result<Answer> run_config_check(Context& context) {
  const Config& config = context.config;
  Answer answer;
  answer.json = base::json::object{{"ok", config.problems.empty()},
                                   {"file", config.file.string()},
                                   {"problems", problems_json(config.problems)},
                                   {"warnings", problems_json(config.warnings)}};
  TextTable table({fill("column.where"), fill("column.key"), fill("column.problem")});
  for (const auto* list : {&config.problems, &config.warnings}) {
    for (const ConfigProblem& problem : *list) {
      table.add({problem.where, problem.setting, problem.text});
    }
  }
  answer.text = file_words(config);
  if (!config.problems.empty() || !config.warnings.empty()) {
    answer.text += table.text();
  }
  if (config.problems.empty()) {
    answer.text += fill("config.fine") + "\n";
  } else {
    answer.code = ExitCode::usage;
  }
  return answer;
}

base::Result<Answer> run_config_show(Context& context) {
  base::json::array list;
  TextTable table({fill("column.key"), fill("column.value"), fill("column.from")});
  for (const ShownSetting& row : context.config.shown) {
    const std::string_view origin = to_string(row.origin);
    list.push_back(base::json::object{{"setting", row.setting->key},
                                      {"value", row.value},
                                      {"origin", origin},
                                      {"where", row.where}});
    table.add({std::string(row.setting->key), plain(row.value),
               row.where.empty() ? std::string(origin) : row.where});
  }
  for (const ShownScope& row : context.config.shown_scopes) {
    list.push_back(base::json::object{{"setting", row.key},
                                      {"value", row.value},
                                      {"origin", to_string(Origin::file)},
                                      {"where", row.where}});
    table.add({row.key, plain(row.value), row.where});
  }
  return Answer{base::json::object{{"file", context.config.file.string()}, {"settings", list}},
                file_words(context.config) + table.text()};
}

base::Result<Answer> run_config_reference(Context&) {
  Settings presets;
  base::json::array list;
  TextTable table({fill("column.key"), fill("column.variable"), fill("column.value"),
                   fill("column.takes"), fill("column.about")});
  for (const Setting& setting : setting_table()) {
    const auto preset = shown(setting, presets);
    base::json::object row{{"setting", setting.key},
                           {"variable", setting.environment_name()},
                           {"flag", nullptr},
                           {"default", preset},
                           {"takes", expected(setting.field)},
                           {"about", setting.words.text()}};
    if (!setting.only_environment()) {
      row["flag"] = setting.flag();
    }
    list.push_back(std::move(row));
    table.add({std::string(setting.key), setting.environment_name(), plain(preset),
               expected(setting.field), std::string(setting.words.text())});
  }
  for (const ScopeMember& member : scope_members()) {
    const std::string key = "scope.NAME." + std::string(member.name);
    const auto preset = member.shown({});
    list.push_back(base::json::object{{"setting", key},
                                      {"variable", nullptr},
                                      {"flag", nullptr},
                                      {"default", preset},
                                      {"takes", member.takes()},
                                      {"about", member.words.text()}});
    table.add({key, "", plain(preset), member.takes(), std::string(member.words.text())});
  }
  return Answer{base::json::object{{"settings", list}}, table.text()};
}

}  // namespace app
