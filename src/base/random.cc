#include "base/random.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <sys/random.h>

namespace base {

void SystemRandom::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got > 0) {
      out = out.subspan(static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      std::perror("getrandom");
      std::abort();
    }
  }
}

}  // namespace base
