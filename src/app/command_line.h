// From arguments to a command and from its answer to the two outputs. Exit codes: 0 done, 1 failed,
// 2 wrong usage or configuration.
#pragma once

#include <ostream>
#include <span>

#include "app/environment.h"

namespace app {

struct Outputs {
  std::ostream& out;
  std::ostream& err;
};

int run_command_line(std::span<char* const> arguments, const Environment& environment,
                     const Outputs& outputs);

}  // namespace app
