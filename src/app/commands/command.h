// A command: its words on the command line, what it takes, what it does. Each answers once, as JSON
// or as text, and prints nothing itself.
#pragma once

#include <map>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/environment.h"
#include "app/words.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "base/shared_clock.h"

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
  bool many = false;  // may be given more than once; its values are lines
};

// What follows a command by its place alone.
struct Operand {
  std::string_view name;  // "WHO"
  Words words;
  bool many = false;  // one or more, and the last operand
};

// What was given, by the option's name; a switch that was given is "true".
using Arguments = std::map<std::string, std::string, std::less<>>;

struct Context {
  const Environment& environment;
  Config& config;
  const Arguments& arguments;
  const std::vector<std::string>& operands;  // as many as the command asks for
  base::SharedClock& clock;
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
  std::span<const Operand> operands = {};
};

struct CommandGroup {
  std::string_view name;  // "audit"
  Words words;
};

std::span<const Command> command_table();
std::span<const CommandGroup> command_groups();

base::Result<Answer> run_serve(Context& context);
base::Result<Answer> run_migrate(Context& context);
base::Result<Answer> run_setup_link(Context& context);
base::Result<Answer> run_user_add(Context& context);
base::Result<Answer> run_user_list(Context& context);
base::Result<Answer> run_user_show(Context& context);
base::Result<Answer> run_user_set(Context& context);
base::Result<Answer> run_user_disable(Context& context);
base::Result<Answer> run_user_enable(Context& context);
base::Result<Answer> run_user_lock(Context& context);
base::Result<Answer> run_user_delete(Context& context);
base::Result<Answer> run_user_set_password(Context& context);
base::Result<Answer> run_user_sessions(Context& context);
base::Result<Answer> run_user_logout(Context& context);
base::Result<Answer> run_user_consents(Context& context);
base::Result<Answer> run_user_grant(Context& context);
base::Result<Answer> run_user_revoke(Context& context);
base::Result<Answer> run_attribute_add(Context& context);
base::Result<Answer> run_attribute_list(Context& context);
base::Result<Answer> run_attribute_delete(Context& context);
base::Result<Answer> run_site_add(Context& context);
base::Result<Answer> run_site_list(Context& context);
base::Result<Answer> run_site_show(Context& context);
base::Result<Answer> run_site_set(Context& context);
base::Result<Answer> run_site_rotate_secret(Context& context);
base::Result<Answer> run_site_delete(Context& context);
base::Result<Answer> run_client_add(Context& context);
base::Result<Answer> run_client_list(Context& context);
base::Result<Answer> run_client_show(Context& context);
base::Result<Answer> run_client_set(Context& context);
base::Result<Answer> run_client_rotate_secret(Context& context);
base::Result<Answer> run_client_delete(Context& context);
base::Result<Answer> run_provider_add(Context& context);
base::Result<Answer> run_provider_list(Context& context);
base::Result<Answer> run_provider_show(Context& context);
base::Result<Answer> run_provider_set(Context& context);
base::Result<Answer> run_provider_test(Context& context);
base::Result<Answer> run_provider_delete(Context& context);
base::Result<Answer> run_key_list(Context& context);
base::Result<Answer> run_key_rotate(Context& context);
base::Result<Answer> run_audit_list(Context& context);
base::Result<Answer> run_audit_verify(Context& context);
base::Result<Answer> run_config_check(Context& context);
base::Result<Answer> run_config_show(Context& context);
base::Result<Answer> run_config_reference(Context& context);
base::Result<Answer> run_version(Context& context);

}  // namespace app
