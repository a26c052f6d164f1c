#include "base/cores.h"

#include <algorithm>
#include <thread>

#include <sched.h>

namespace base {

std::size_t cores() {
  cpu_set_t ours;
  const int count = ::sched_getaffinity(0, sizeof ours, &ours) == 0
                        ? CPU_COUNT(&ours)
                        : static_cast<int>(std::thread::hardware_concurrency());
  return static_cast<std::size_t>(std::max(1, count));
}

}  // namespace base
