#include <csignal>

#include "app/commands/command.h"
#include "app/node.h"
#include "app/signals.h"

namespace app {
namespace {

base::LogLevel level_of(std::string_view name) {
  if (name == "debug") {
    return base::LogLevel::debug;
  }
  if (name == "info") {
    return base::LogLevel::info;
  }
  return name == "warn" ? base::LogLevel::warn : base::LogLevel::error;
}

}  // namespace

base::Result<Answer> run_serve(Context& context) {
  Signals signals;
  // A client that hangs up is an error code to whoever writes to it.
  ::signal(SIGPIPE, SIG_IGN);
  const Settings& settings = context.config.settings;
  const auto sink = base::make_stderr_sink();
  base::Log log(*sink, context.clock, level_of(settings.log.level));
  for (const ConfigProblem& warning : context.config.warnings) {
    log.warn("config.warning", {{"where", warning.where}, {"problem", warning.text}});
  }
  TRY_VAL(node, Node::start({settings, context.environment, context.clock, context.random, log}));
  signals.heed();
  context.out << node->ready_line() << std::endl;
  node->stop(signals.wait() == SIGINT ? "SIGINT" : "SIGTERM");
  return Answer{};
}

}  // namespace app
