// What AddressSanitizer and ThreadSanitizer are told when a thread changes to another stack and
// back; nothing in other builds. Inlined, since a function of its own would be entered on one stack
// and left on the other.
#pragma once

#include <cstddef>

#if __has_feature(address_sanitizer)
#include <sanitizer/common_interface_defs.h>
#elif __has_feature(thread_sanitizer)
#include <sanitizer/tsan_interface.h>
#endif

namespace base {

#if __has_feature(address_sanitizer)

class SanitizedStack {
 public:
  SanitizedStack(const void* bottom, std::size_t size) : bottom_(bottom), size_(size) {}

  [[gnu::always_inline]] void thread_leaves() {
    __sanitizer_start_switch_fiber(&of_thread_, bottom_, size_);
  }
  [[gnu::always_inline]] void thread_is_back() {
    __sanitizer_finish_switch_fiber(of_thread_, nullptr, nullptr);
  }
  [[gnu::always_inline]] void fiber_arrives() {
    __sanitizer_finish_switch_fiber(of_fiber_, &thread_bottom_, &thread_size_);
  }
  [[gnu::always_inline]] void fiber_leaves() {
    __sanitizer_start_switch_fiber(&of_fiber_, thread_bottom_, thread_size_);
  }
  [[gnu::always_inline]] void fiber_ends() {
    __sanitizer_start_switch_fiber(nullptr, thread_bottom_, thread_size_);
  }

 private:
  const void* bottom_;
  std::size_t size_;
  void* of_thread_ = nullptr;
  void* of_fiber_ = nullptr;
  const void* thread_bottom_ = nullptr;
  std::size_t thread_size_ = 0;
};

#elif __has_feature(thread_sanitizer)

class SanitizedStack {
 public:
  SanitizedStack(const void*, std::size_t) {}
  ~SanitizedStack() { __tsan_destroy_fiber(fiber_); }
  SanitizedStack(const SanitizedStack&) = delete;
  SanitizedStack& operator=(const SanitizedStack&) = delete;

  [[gnu::always_inline]] void thread_leaves() {
    thread_ = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fiber_, 0);
  }
  [[gnu::always_inline]] void thread_is_back() {}
  [[gnu::always_inline]] void fiber_arrives() {}
  [[gnu::always_inline]] void fiber_leaves() { __tsan_switch_to_fiber(thread_, 0); }
  [[gnu::always_inline]] void fiber_ends() { fiber_leaves(); }

 private:
  void* const fiber_ = __tsan_create_fiber(0);
  void* thread_ = nullptr;
};

#else

class SanitizedStack {
 public:
  SanitizedStack(const void*, std::size_t) {}
  void thread_leaves() {}
  void thread_is_back() {}
  void fiber_arrives() {}
  void fiber_leaves() {}
  void fiber_ends() {}
};

#endif

}  // namespace base
