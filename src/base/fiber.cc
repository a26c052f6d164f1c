#include "base/fiber.h"

#include <cstddef>
#include <cstring>
#include <utility>

#include <boost/context/detail/fcontext.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <cxxabi.h>

#include "base/doorbell.h"
#include "base/sanitized_stack.h"

namespace base {
namespace {

namespace context = boost::context;

// Of addresses; memory is taken page by page as it is used.
constexpr std::size_t kStack = std::size_t{1024} * 1024;

thread_local Fiber* running = nullptr;

// Not inlined: a function that runs on after a wait would keep the address that this had on the
// thread it came from.
[[gnu::noinline]] void set_running(Fiber* fiber) { running = fiber; }

// Which exceptions are being thrown and handled, as the C++ ABI keeps it for each thread ("Caught
// Exception Stack"): two words that go with the fiber, so that it may wait while it handles one.
struct Handled {
  void* caught = nullptr;
  std::size_t uncaught = 0;

  static Handled exchange(const Handled& with) {
    Handled before;
    std::memcpy(&before, abi::__cxa_get_globals(), sizeof before);
    std::memcpy(abi::__cxa_get_globals(), &with, sizeof with);
    return before;
  }
};

}  // namespace

// The mapping, with a page below it that nothing may touch, and what runs on it: one piece of work
// after another, so that neither is made anew. The bare switch of Boost.Context, since its own
// fiber enters a new stack before a sanitizer can be told.
class Fiber::Stack {
 public:
  explicit Stack(Fiber& fiber)
      : fiber_(fiber),
        memory_(context::protected_fixedsize_stack(kStack).allocate()),
        sanitized_(static_cast<std::byte*>(memory_.sp) - memory_.size, memory_.size),
        there_(context::detail::make_fcontext(memory_.sp, memory_.size, &Stack::begin)) {}
  ~Stack() {
    to_fiber();
    context::protected_fixedsize_stack(kStack).deallocate(memory_);
  }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;

  void to_fiber() {
    const Handled of_thread = Handled::exchange(handled_);
    sanitized_.thread_leaves();
    there_ = context::detail::jump_fcontext(there_, this).fctx;
    sanitized_.thread_is_back();
    handled_ = Handled::exchange(of_thread);
  }

  void to_thread() {
    sanitized_.fiber_leaves();
    thread_ = context::detail::jump_fcontext(thread_, nullptr).fctx;
    sanitized_.fiber_arrives();
  }

 private:
  // There is nothing to return to: without work it is left for good.
  static void begin(context::detail::transfer_t from) {
    auto& self = *static_cast<Stack*>(from.data);
    self.thread_ = from.fctx;
    self.sanitized_.fiber_arrives();
    while (self.fiber_.work_) {
      self.fiber_.work_();
      self.fiber_.work_ = nullptr;
      self.to_thread();
    }
    self.sanitized_.fiber_ends();
    context::detail::jump_fcontext(self.thread_, nullptr);
  }

  Fiber& fiber_;
  context::stack_context memory_;
  SanitizedStack sanitized_;
  Handled handled_;
  context::detail::fcontext_t there_;
  context::detail::fcontext_t thread_ = nullptr;
};

Fiber::Fiber(Home& home) : home_(home), stack_(std::make_unique<Stack>(*this)) {}
Fiber::~Fiber() = default;

[[gnu::noinline]] Fiber* Fiber::current() { return running; }

void Fiber::give(Work work) { work_ = std::move(work); }

Doorbell* Fiber::run() {
  awaited_ = nullptr;
  set_running(this);
  stack_->to_fiber();
  set_running(nullptr);
  return awaited_;
}

void Fiber::leave_for(Doorbell& doorbell) {
  awaited_ = &doorbell;
  stack_->to_thread();
}

}  // namespace base
