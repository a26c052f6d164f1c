// Fibers of one home, used again and again. Whoever has it sees to it that one thread asks at a
// time.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/fiber.h"

namespace base {

class FiberStock {
 public:
  // One there is for certain: more are made as they are needed. Throws std::bad_alloc.
  FiberStock(Fiber::Home& home, std::size_t most) : home_(home), most_(most) { add(); }
  FiberStock(const FiberStock&) = delete;
  FiberStock& operator=(const FiberStock&) = delete;

  // Nothing when all are out, and there are as many as there may be or memory holds.
  Fiber* take();
  void give_back(Fiber& fiber) {
    free_.push_back(&fiber);
    --out_;
  }

  std::size_t out() const { return out_; }
  std::size_t most() const { return most_; }

 private:
  void add();

  Fiber::Home& home_;
  const std::size_t most_;
  std::vector<std::unique_ptr<Fiber>> fibers_;
  std::vector<Fiber*> free_;  // the one used last comes first, while its stack is warm
  std::size_t out_ = 0;
};

}  // namespace base
