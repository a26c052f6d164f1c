#include "base/doorbell.h"

#include <climits>
#include <utility>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fiber.h"

namespace base {
namespace {

// Stands where the fibers did: nothing is held any more.
Fiber* closed() {
  static char mark;
  return reinterpret_cast<Fiber*>(&mark);
}

Fiber* turned_round(Fiber* latest) {
  Fiber* first = nullptr;
  while (latest != nullptr) {
    Fiber* const before = std::exchange(latest->next, first);
    first = std::exchange(latest, before);
  }
  return first;
}

// Cuts off those in front who share a home; what is left.
Fiber* cut_off_household(Fiber& first) {
  Fiber* last = &first;
  while (last->next != nullptr && &last->next->home() == &first.home()) {
    last = last->next;
  }
  return std::exchange(last->next, nullptr);
}

}  // namespace

void Doorbell::ring() {
  Fiber* waiting = turned_round(held_.exchange(closed(), std::memory_order_acq_rel));
  if (state_.exchange(kRung, std::memory_order_acq_rel) == kSleepers) {
    ::syscall(SYS_futex, &state_, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
  }
  while (waiting != nullptr) {
    Fiber& first = *waiting;
    waiting = cut_off_household(first);
    first.home().welcome(first);
  }
}

void Doorbell::wait() {
  if (has_rung()) {
    return;
  }
  if (Fiber* const fiber = Fiber::current()) {
    fiber->leave_for(*this);
  } else {
    sleep();
  }
}

void Doorbell::sleep() {
  static_assert(sizeof state_ == sizeof(int));
  while (true) {
    int silent = kSilent;
    if (!state_.compare_exchange_strong(silent, kSleepers, std::memory_order_acq_rel) &&
        silent == kRung) {
      return;
    }
    // Comes back at once when it has rung in between.
    ::syscall(SYS_futex, &state_, FUTEX_WAIT_PRIVATE, kSleepers, nullptr, nullptr, 0);
  }
}

bool Doorbell::hold(Fiber& fiber) {
  Fiber* latest = held_.load(std::memory_order_acquire);
  do {
    if (latest == closed()) {
      return false;
    }
    fiber.next = latest;
  } while (!held_.compare_exchange_weak(latest, &fiber, std::memory_order_acq_rel,
                                        std::memory_order_acquire));
  return true;
}

}  // namespace base
