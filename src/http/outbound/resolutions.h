// Names on their way to addresses: each is asked once at a time, whoever waits for it. A host whose
// name servers keep silent so holds one thread for as long as resolv.conf says, and not all of
// them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/worker_pool.h"
#include "http/address.h"
#include "http/outbound/outcome.h"
#include "http/outbound/resolver.h"

namespace http::outbound {

class Resolutions {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  struct Options {
    std::size_t threads;
    std::size_t queue;
  };

  Resolutions(Resolver& resolver, const Options& options);
  ~Resolutions() { stop(); }
  Resolutions(const Resolutions&) = delete;
  Resolutions& operator=(const Resolutions&) = delete;

  // Waits for them; from any thread.
  Outcome<std::vector<Address>> of(const std::string& host, Deadline deadline);

  // Sends home whoever waits.
  void refuse_all();
  // Waits for what name servers have been asked already. Called twice it does nothing.
  void stop();

 private:
  struct Asked {
    std::size_t waiting = 0;
    bool answered = false;
    std::vector<Address> addresses;
  };

  void ask(const std::string& host, Asked& asked);

  Resolver& resolver_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::shared_ptr<Asked>> under_way_;
  bool stopping_ = false;
  base::WorkerPool pool_;
};

}  // namespace http::outbound
