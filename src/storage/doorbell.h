// One word on which many threads sleep until it rings once. std::atomic::wait yields and spins
// before it sleeps, which for 64 sleepers on few cores costs more than the write they wait for.
#pragma once

#include <atomic>
#include <climits>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace storage {

class Doorbell {
 public:
  void ring() {
    word_.store(1, std::memory_order_release);
    syscall(SYS_futex, &word_, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
  }
  void wait() {
    while (word_.load(std::memory_order_acquire) == 0) {
      // Comes back at once when it has rung in between.
      syscall(SYS_futex, &word_, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
    }
  }

 private:
  static_assert(sizeof(std::atomic<int>) == sizeof(int));
  std::atomic<int> word_{0};
};

}  // namespace storage
