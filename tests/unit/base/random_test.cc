#include "base/random.h"

#include <array>
#include <csignal>
#include <cstddef>
#include <set>

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace base {
namespace {

// From here on this process has a kernel without getrandom(2).
bool take_getrandom_away() {
  std::array<sock_filter, 4> program{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getrandom, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

[[noreturn]] void draw_without_getrandom() {
  if (!take_getrandom_away()) {
    ::_exit(3);
  }
  SystemRandom random;
  random.bytes(32);
  ::_exit(0);
}

TEST(Random_KY4, a_kernel_that_cannot_answer_ends_the_process) {
  EXPECT_EXIT(draw_without_getrandom(), testing::KilledBySignal(SIGABRT), "getrandom");
}

TEST(Random_KY4, a_fork_does_not_repeat_its_parent) {
  SystemRandom random;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const Bytes drawn = random.bytes(32);
    ::_exit(::write(ends[1], drawn.data(), drawn.size()) == 32 ? 0 : 1);
  }
  Bytes theirs(32);
  ASSERT_EQ(::read(ends[0], theirs.data(), theirs.size()), 32);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  ::close(ends[0]);
  ::close(ends[1]);
  EXPECT_NE(random.bytes(32), theirs);
}

TEST(Random_KY4, fills_all_of_what_it_is_given) {
  SystemRandom random;
  std::set<std::uint8_t> seen;
  for (const std::uint8_t octet : random.bytes(1'000'000)) {
    seen.insert(octet);
  }
  EXPECT_EQ(seen.size(), 256U);
}

}  // namespace
}  // namespace base
