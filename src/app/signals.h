// SIGINT and SIGTERM. The first one, once the server is up, asks it to stop; any other, during the
// start or after the first, ends the process at once, so that nothing that hangs holds it.
#pragma once

#include <atomic>
#include <csignal>
#include <latch>
#include <thread>

namespace app {

// To be made before any other thread, which inherits that these signals are not for it.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // From now on a signal is asked for, not obeyed at once. Returns with the first one.
  int wait();

 private:
  void watch();

  sigset_t set_{};
  sigset_t before_{};
  std::atomic<bool> waiting_ = false;
  std::atomic<bool> ending_ = false;
  std::atomic<int> came_ = 0;
  std::latch asked_{1};
  std::thread watcher_;
};

}  // namespace app
