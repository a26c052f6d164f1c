#include "app/command_line.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/commands/command.h"
#include "app/setting_table.h"
#include "app/usage.h"

namespace app {
namespace {

constexpr int kMostOperands = 100;
constexpr int kMostValues = 100;
// "client add", and more that leads nowhere.
constexpr int kMostHelpWords = 10;

// What CLI11 found, in our own terms.
struct Parsed {
  const Command* command = nullptr;
  Arguments arguments;
  std::vector<std::string> operands;
  std::string config_file;
  std::map<std::string, std::string, std::less<>> flags;
};

class Parser {
 public:
  Parser() : app_(fill("app.about"), "gapura") {
    app_.footer(fill("app.footer"));
    app_.fallthrough();
    // At most one, so that an operand which is called like a command is still an operand.
    app_.require_subcommand(0, 1);
    app_.add_option("--config", config_file_, fill("app.config_flag"))->type_name("FILE");
    app_.add_flag("--json", json_, fill("app.json_flag"));
    for (const Setting& setting : setting_table()) {
      if (!setting.only_environment()) {
        // Hidden from the help of every command; `config reference` lists them.
        app_.add_option(setting.flag(), flags_[std::string(setting.key)])->group("");
      }
    }
    help_ = app_.add_subcommand("help", fill("command.help"));
    help_->add_option("COMMAND", help_words_, fill("operand.command"))
        ->expected(0, kMostHelpWords)
        ->type_name("");
    for (const CommandGroup& group : command_groups()) {
      CLI::App* sub = app_.add_subcommand(std::string(group.name), fill(group.words));
      sub->fallthrough();
      sub->require_subcommand(0, 1);
      groups_[std::string(group.name)] = sub;
    }
    for (const Command& command : command_table()) {
      add(command);
    }
  }

  // The exit code when there is no command to run: after --help, or an error.
  std::optional<int> parse(std::span<char* const> arguments, const Outputs& outputs) {
    // A parse that fails half-way may not have come to --json yet.
    for (const std::string_view argument : arguments) {
      json_ = json_ || argument == "--json";
    }
    try {
      app_.parse(static_cast<int>(arguments.size()), arguments.data());
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() == 0) {
        return app_.exit(error, outputs.out, outputs.err);
      }
      return usage(misuse_of(app_, error, arguments), outputs);
    }
    if (help_->parsed()) {
      return help(outputs);
    }
    const auto named = [](const Entry& entry) { return entry.sub->parsed(); };
    return std::ranges::any_of(entries_, named) ? std::nullopt : std::optional(no_command(outputs));
  }

  Parsed take() {
    Parsed parsed;
    parsed.config_file = config_file_;
    for (const auto& [key, text] : flags_) {
      if (app_.count(find_setting(key)->flag()) > 0) {
        parsed.flags.emplace(key, text);
      }
    }
    for (Entry& entry : entries_) {
      if (!entry.sub->parsed()) {
        continue;
      }
      parsed.command = entry.command;
      for (const auto& given : entry.operands) {
        parsed.operands.insert(parsed.operands.end(), given.begin(), given.end());
      }
      for (const Option& option : entry.command->options) {
        const std::string name(option.name);
        if (entry.sub->count(name) > 0) {
          parsed.arguments[name] = option.value.empty() ? "true" : entry.values[name];
        }
      }
    }
    return parsed;
  }

  bool json() const { return json_; }

 private:
  struct Entry {
    const Command* command;
    CLI::App* sub;
    std::map<std::string, std::string> values;
    std::deque<std::vector<std::string>> operands;
  };

  void add(const Command& command) {
    const auto space = command.path.find(' ');
    CLI::App* parent = space == std::string_view::npos
                           ? &app_
                           : groups_.at(std::string(command.path.substr(0, space)));
    const std::string name(command.path.substr(space == std::string_view::npos ? 0 : space + 1));
    CLI::App* sub = parent->add_subcommand(name, fill(command.words));
    sub->fallthrough();
    sub->footer(fill("app.footer"));
    Entry& entry = entries_.emplace_back(Entry{&command, sub, {}, {}});
    for (const Operand& operand : command.operands) {
      sub->add_option(std::string(operand.name), entry.operands.emplace_back(), fill(operand.words))
          ->required()
          ->expected(1, operand.many ? kMostOperands : 1)
          // Else the first operand takes those of all.
          ->allow_extra_args(operand.many)
          ->type_name("");
    }
    for (const Option& option : command.options) {
      if (option.value.empty()) {
        const std::string words = fill(option.words);
        sub->add_flag(std::string(option.name), words)->disable_flag_override();
      } else {
        CLI::Option* added =
            sub->add_option(std::string(option.name), entry.values[std::string(option.name)],
                            fill(option.words))
                ->type_name(std::string(option.value));
        if (option.many) {
          // Joined by line ends, which no value holds.
          added->expected(1, kMostValues)->multi_option_policy(CLI::MultiOptionPolicy::Join);
        }
      }
    }
  }

  // Those of the group that was named, or all that a command line begins with.
  int no_command(const Outputs& outputs) const {
    const auto named =
        std::ranges::find_if(groups_, [](const auto& group) { return group.second->parsed(); });
    const CLI::App& where = named == groups_.end() ? app_ : *named->second;
    const std::string group = named == groups_.end() ? "" : named->first;
    std::string commands;
    for (const CLI::App* sub : where.get_subcommands(nullptr)) {
      commands +=
          (commands.empty() ? "" : ", ") + (group.empty() ? "" : group + " ") + sub->get_name();
    }
    return usage({.text = fill("app.no_command", {{"commands", commands}}), .command = group},
                 outputs);
  }

  // As `gapura client add --help` says it.
  int help(const Outputs& outputs) const {
    const CLI::App* where = named_by(app_, help_words_);
    if (where == nullptr) {
      return usage(no_such_command(app_, help_words_), outputs);
    }
    std::string name = app_.get_name();
    for (const std::string& word : help_words_) {
      name += " " + word;
    }
    outputs.out << app_.get_formatter()->make_help(where, name, CLI::AppFormatMode::Normal);
    return static_cast<int>(ExitCode::ok);
  }

  int usage(const Misuse& misuse, const Outputs& outputs) const {
    if (json_) {
      outputs.err << base::json::object{{"error", base::json::object{{"code", "usage"},
                                                                     {"message", misuse.text}}}}
                  << '\n';
    } else {
      const std::string space = misuse.command.empty() ? "" : " ";
      outputs.err << "gapura: " << misuse.text << '\n'
                  << "gapura: " << fill("app.try_help", {{"command", space + misuse.command}})
                  << '\n';
    }
    return static_cast<int>(ExitCode::usage);
  }

  CLI::App app_;
  std::string config_file_;
  bool json_ = false;
  std::map<std::string, std::string> flags_;
  std::map<std::string, CLI::App*> groups_;
  CLI::App* help_ = nullptr;
  std::vector<std::string> help_words_;
  // A deque keeps its elements where they are: CLI11 holds references into them.
  std::deque<Entry> entries_;
};

void print_config_problems(const Config& config, bool json, std::ostream& err) {
  if (json) {
    base::json::array list;
    for (const ConfigProblem& problem : config.problems) {
      list.push_back(base::json::object{
          {"where", problem.where}, {"setting", problem.setting}, {"problem", problem.text}});
    }
    err << base::json::object{{"error", base::json::object{{"code", "config"},
                                                           {"message", fill("failure.config")},
                                                           {"problems", list}}}}
        << '\n';
    return;
  }
  for (const ConfigProblem& problem : config.problems) {
    err << "gapura: ";
    for (const std::string& part : {problem.where, problem.setting}) {
      if (!part.empty()) {
        err << part << ": ";
      }
    }
    err << problem.text << '\n';
  }
}

void print_failure(const base::Error& error, bool json, std::ostream& err) {
  if (json) {
    err << base::json::object{{"error", base::json::object{{"code", base::to_string(error.code)},
                                                           {"message", error.description}}}}
        << '\n';
  } else {
    err << "gapura: " << error.description << '\n';
  }
}

base::Result<Answer> outcome_of(const Command& command, Context& context) {
  try {
    return command.run(context);
  } catch (const std::exception& thrown) {
    return base::reject(base::ErrorCode::internal, "",
                        fill("failure.exception", {{"reason", thrown.what()}}));
  }
}

}  // namespace

int run_command_line(std::span<char* const> arguments, const Environment& environment,
                     const Outputs& outputs) {
  Parser parser;
  if (const auto code = parser.parse(arguments, outputs)) {
    return *code;
  }
  const Parsed parsed = parser.take();
  Config config = load_config({environment, parsed.config_file, parsed.flags});
  if (parsed.command->needs == Needs::sound_config && !config.problems.empty()) {
    print_config_problems(config, parser.json(), outputs.err);
    return static_cast<int>(ExitCode::usage);
  }
  base::SharedClock clock;
  base::SystemRandom random;
  Context context{environment, config, parsed.arguments, parsed.operands,
                  clock,       random, outputs.out};
  const auto answer = outcome_of(*parsed.command, context);
  if (!answer) {
    print_failure(answer.error(), parser.json(), outputs.err);
    return static_cast<int>(answer.error().code == base::ErrorCode::invalid_request
                                ? ExitCode::usage
                                : ExitCode::failed);
  }
  if (parser.json() && !answer->json.is_null()) {
    outputs.out << answer->json << '\n';
  } else {
    outputs.out << answer->text;
  }
  outputs.out.flush();
  return static_cast<int>(answer->code);
}

}  // namespace app
