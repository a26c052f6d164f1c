// What many wait for until it rings, once. A thread sleeps until then; work on a fiber gives its
// thread to others. std::atomic::wait yields and spins before it sleeps, which for many sleepers on
// few cores costs more than the write that they wait for.
#pragma once

#include <atomic>

namespace base {

class Fiber;

class Doorbell {
 public:
  Doorbell() = default;
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;

  // Whoever rings it keeps it alive until this returns: those who waited may be gone before.
  void ring();
  void wait();

  // For the thread that a fiber has left to wait here: false when it has rung in between. Held, the
  // fiber may be under way elsewhere, and this doorbell be gone, before the call returns.
  bool hold(Fiber& fiber);

 private:
  bool has_rung() const { return state_.load(std::memory_order_acquire) == kRung; }
  void sleep();

  static constexpr int kSilent = 0;
  static constexpr int kSleepers = 1;  // silent, and threads sleep
  static constexpr int kRung = 2;

  std::atomic<int> state_{kSilent};
  std::atomic<Fiber*> held_{nullptr};  // linked, the latest first
};

}  // namespace base
