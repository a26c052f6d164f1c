// A stack that belongs to no thread. Work on it that waits for a Doorbell leaves its thread to
// others and goes on, later, on whichever thread takes it up again. What runs on one therefore
// holds no mutex while it waits, and keeps no address of anything that is thread_local.
#pragma once

#include <functional>
#include <memory>

#include "base/errand.h"

namespace base {

class Doorbell;

class Fiber {
 public:
  using Work = std::move_only_function<void()>;

  // Where those go on that have been waited for: a chain of fibers linked by `next`.
  class Home {
   public:
    virtual void welcome(Fiber& first) = 0;

   protected:
    ~Home() = default;
  };

  // Throws std::bad_alloc when there is no memory for a stack.
  explicit Fiber(Home& home);
  ~Fiber();  // of one that has no work
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // The one that the caller runs on; none on a thread's own stack.
  static Fiber* current();

  void give(Work work);
  // On a thread: its work, from where it stands, until it is done or waits. What it waits for,
  // which is then to hold() it; nothing when it is done.
  Doorbell* run();

  // On the fiber itself; returns when the doorbell has rung.
  void leave_for(Doorbell& doorbell);

  Home& home() const { return home_; }
  // Those that its work has put off since it was last run.
  Errands& errands() { return errands_; }

  Fiber* next = nullptr;  // in the list that it stands in

 private:
  class Stack;

  Home& home_;
  Errands errands_;
  Work work_;
  Doorbell* awaited_ = nullptr;
  const std::unique_ptr<Stack> stack_;
};

}  // namespace base
