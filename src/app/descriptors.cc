#include "app/descriptors.h"

#include <algorithm>

#include <sys/resource.h>

namespace app {
namespace {

// The database's connections and files, the loops' own, the log, and some to spare.
constexpr std::size_t kOwn = 96;
constexpr std::size_t kLeastConnections = 16;

}  // namespace

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return 0;
  }
  const rlimit raised{.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
  if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) {
    limit = raised;
  }
  return limit.rlim_cur;
}

std::size_t connections_within(std::size_t limit) {
  constexpr std::size_t kReserved = kOwn + kOpsConnections;
  return std::max(kLeastConnections, limit > kReserved ? limit - kReserved : 0);
}

}  // namespace app
