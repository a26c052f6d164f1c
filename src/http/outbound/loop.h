// The thread that drives curl: takes transfers, carries them on all at once, tells each what came
// of it. curl's multi handle is touched by this thread alone, except to wake it.
#pragma once

#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <curl/curl.h>

#include "http/outbound/outcome.h"
#include "http/outbound/transfer.h"

namespace http::outbound {

class Loop {
 public:
  Loop();
  ~Loop() { stop(); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  std::future<Outcome<Answer>> start(std::unique_ptr<Transfer> transfer);
  // Cancels what is under way and ends the thread. Called twice it does nothing.
  void stop();

 private:
  // Counted by the library itself, and safe among threads since 7.84.
  struct Library {
    Library();
    ~Library() { ::curl_global_cleanup(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
  };
  struct FreeMulti {
    void operator()(CURLM* multi) const { ::curl_multi_cleanup(multi); }
  };

  void run();
  // False when there is to be nothing more.
  bool take();
  void finish_those_done();

  const Library library_;
  const std::unique_ptr<CURLM, FreeMulti> multi_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Transfer>> given_;
  bool stopping_ = false;
  std::map<CURL*, std::unique_ptr<Transfer>> under_way_;  // the thread's
  std::jthread thread_;
};

}  // namespace http::outbound
