#include "app/version.h"

#include "app/commands/command.h"

namespace app {

base::Result<Answer> run_version(Context&) {
  return Answer{base::json::object{{"version", kVersion}}, std::string(kVersion) + "\n"};
}

}  // namespace app
