#include "app/signals.h"

#include <pthread.h>

namespace app {

Signals::Signals() {
  ::sigemptyset(&set_);
  ::sigaddset(&set_, SIGINT);
  ::sigaddset(&set_, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &set_, &before_);
  watcher_ = std::thread([this] { watch(); });
}

Signals::~Signals() {
  ending_ = true;
  // It is blocked everywhere, and sigwait takes it: nothing is terminated.
  // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread,cert-pos44-c): the watcher waits for it
  ::pthread_kill(watcher_.native_handle(), SIGTERM);
  watcher_.join();
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

int Signals::wait() {
  asked_.wait();
  return came_;
}

void Signals::watch() {
  for (;;) {
    int number = 0;
    if (::sigwait(&set_, &number) != 0) {
      continue;
    }
    if (ending_) {
      return;
    }
    if (heeding_ && came_ == 0) {
      came_ = number;
      asked_.count_down();
      continue;
    }
    // As if it had never been caught: whoever waits for us sees which signal it was.
    ::signal(number, SIG_DFL);
    ::pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
    ::raise(number);
  }
}

}  // namespace app
