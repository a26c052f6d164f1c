#include "crypto/process.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace crypto {

base::Done harden_process() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  if (::setrlimit(RLIMIT_CORE, &none) != 0) {
    return base::reject(base::ErrorCode::internal, "", "core dumps cannot be switched off",
                        std::strerror(errno));
  }
  // The limit does not hold for a core_pattern that is a pipe; this does.
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return base::reject(base::ErrorCode::internal, "", "core dumps cannot be switched off",
                        std::strerror(errno));
  }
  if (::sodium_init() < 0) {
    return base::reject(base::ErrorCode::internal, "", "libsodium does not start");
  }
  return {};
}

}  // namespace crypto
