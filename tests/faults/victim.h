// A process that is started to be killed, and what it acknowledged until then.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/faults/load.h"

namespace faults {

struct Death {
  bool by_kill = false;  // and not by itself, before
  std::vector<Acknowledgement> acknowledged;
};

// Runs it, and kills it `after` its first acknowledgement, or after its start, whatever it does at
// that moment. All that it wrote is read to the end.
enum class Since { start, first_acknowledgement };
Death run_and_kill(const std::vector<std::string>& command, Since since,
                   std::chrono::microseconds after);

}  // namespace faults
