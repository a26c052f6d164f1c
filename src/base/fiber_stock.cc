#include "base/fiber_stock.h"

#include <new>

namespace base {

// Giving back takes no memory.
void FiberStock::add() {
  free_.reserve(fibers_.size() + 1);
  free_.push_back(fibers_.emplace_back(std::make_unique<Fiber>(home_)).get());
}

Fiber* FiberStock::take() {
  if (out_ == most_) {
    return nullptr;
  }
  if (free_.empty()) {
    try {
      add();
    } catch (const std::bad_alloc&) {
      // Those that there are come back.
      return nullptr;
    }
  }
  Fiber* const fiber = free_.back();
  free_.pop_back();
  ++out_;
  return fiber;
}

}  // namespace base
