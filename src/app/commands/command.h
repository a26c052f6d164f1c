// A command: its words on the command line, what it takes, what it does. Each answers once, as JSON
// or as text, and prints nothing itself.
#pragma once

#include <map>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "app/config.h"
#include "app/environment.h"
#include "app/words.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"

namespace app {

enum class ExitCode { ok = 0, failed = 1, usage = 2 };

struct Answer {
  base::json::value json;
  std::string text;  // ends with a line end, or is empty
  ExitCode code = ExitCode::ok;
};

struct Option {
  std::string_view name;   // "--dry-run"
  std::string_view value;  // what it takes, such as "N"; empty: it is a switch
  Words words;
};

// What was given, by the option's name; a switch that was given is "true".
using Arguments = std::map<std::string, std::string, std::less<>>;

struct Context {
  const Environment& environment;
  Config& config;
  const Arguments& arguments;
  const base::Clock& clock;
  base::Random& random;
  std::ostream& out;  // for what is said before the answer: serve's ready line
};

// Whether a command runs with a configuration that is wrong, to tell about it.
enum class Needs { nothing, sound_config };

struct Command {
  std::string_view path;  // "audit verify"
  Words words;
  std::span<const Option> options;
  Needs needs;
  base::Result<Answer> (*run)(Context&);
};

struct CommandGroup {
  std::string_view name;  // "audit"
  Words words;
};

std::span<const Command> command_table();
std::span<const CommandGroup> command_groups();

base::Result<Answer> run_serve(Context& context);
base::Result<Answer> run_migrate(Context& context);
base::Result<Answer> run_user_add(Context& context);
base::Result<Answer> run_key_list(Context& context);
base::Result<Answer> run_audit_list(Context& context);
base::Result<Answer> run_audit_verify(Context& context);
base::Result<Answer> run_config_check(Context& context);
base::Result<Answer> run_config_show(Context& context);
base::Result<Answer> run_config_reference(Context& context);
base::Result<Answer> run_version(Context& context);

}  // namespace app
