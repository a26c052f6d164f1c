// The rows of the operations listener: /healthz says that the process answers, /readyz that
// everything it needs does, /metrics what it counts.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/router.h"
#include "ops/metrics.h"

namespace ops {

struct Check {
  std::string name;  // "database"
  std::function<base::Done()> run;
};

// The checks and the metrics outlive the rows. A failed check is named in the 503; why it failed is
// in its description alone.
std::vector<http::Route> routes(std::vector<Check> checks, const Metrics& metrics);

}  // namespace ops
