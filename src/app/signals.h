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

  // From now on the first signal asks and is not obeyed at once: before anybody is told that the
  // server is up, or who stops it at that moment would cut it.
  void heed() { heeding_ = true; }
  // Returns with the first one.
  int wait();

 private:
  void watch();

  sigset_t set_{};
  sigset_t before_{};
  std::atomic<bool> heeding_ = false;
  std::atomic<bool> ending_ = false;
  std::atomic<int> came_ = 0;
  std::latch asked_{1};
  std::thread watcher_;
};

}  // namespace app
