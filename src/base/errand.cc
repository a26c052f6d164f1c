#include "base/errand.h"

#include <algorithm>
#include <thread>

#include "base/fiber.h"

namespace base {

Errand::~Errand() {
  while (lists_.load(std::memory_order_acquire) > 0) {
    std::this_thread::yield();
  }
}

void Errand::put_off() {
  if (Fiber* const fiber = Fiber::current()) {
    fiber->errands().add(*this);
  } else {
    call_();
  }
}

void Errands::add(Errand& errand) {
  if (std::ranges::find(list_, &errand) == list_.end()) {
    list_.push_back(&errand);
    errand.lists_.fetch_add(1, std::memory_order_relaxed);
  }
}

void Errands::take(Errands& others) {
  for (Errand* errand : others.list_) {
    add(*errand);
    errand->lists_.fetch_sub(1, std::memory_order_release);
  }
  others.list_.clear();
}

void Errands::run() {
  for (Errand* errand : list_) {
    errand->call_();
    errand->lists_.fetch_sub(1, std::memory_order_release);
  }
  list_.clear();
}

}  // namespace base
