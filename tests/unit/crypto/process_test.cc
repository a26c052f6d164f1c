#include "crypto/process.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace crypto {
namespace {

// In a child: the hardening cannot be taken back.
TEST(Process_KY5, a_hardened_process_leaves_no_core) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    rlimit limit{.rlim_cur = 1, .rlim_max = 1};
    const bool hardened =
        harden_process().has_value() && ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 &&
        ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 && limit.rlim_max == 0;
    ::_exit(hardened ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace crypto
