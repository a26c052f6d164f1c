// A call that may be put off until the thread has nothing else at hand. One then stands for many: a
// thread that is woken for each of a dozen things changes with its waker a dozen times.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace base {

class Errand {
 public:
  explicit Errand(std::function<void()> call) : call_(std::move(call)) {}
  ~Errand();  // waits for those who have put it off
  Errand(const Errand&) = delete;
  Errand& operator=(const Errand&) = delete;

  // On a fiber: soon, when the thread has run what else is at hand. On a thread's own stack: at
  // once.
  void put_off();

 private:
  friend class Errands;

  const std::function<void()> call_;
  std::atomic<int> lists_{0};  // that it stands on
};

// What is put off, each once.
class Errands {
 public:
  // There are few to call; what adds one need not take memory for it.
  Errands() { list_.reserve(kUsual); }
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;

  void add(Errand& errand);
  void take(Errands& others);
  void run();
  bool empty() const { return list_.empty(); }

 private:
  static constexpr std::size_t kUsual = 8;

  std::vector<Errand*> list_;
};

}  // namespace base
