// What has to be done now and then, one thing after the other on a thread of its own. A job that
// fails is logged and tried again the next time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/result.h"

namespace app {

class Maintenance {
 public:
  struct Job {
    std::string name;
    std::function<base::Done()> run;
  };
  Maintenance(std::vector<Job> jobs, std::chrono::milliseconds interval, base::Log& log);
  // Waits for the job that is running.
  ~Maintenance();
  Maintenance(const Maintenance&) = delete;
  Maintenance& operator=(const Maintenance&) = delete;

 private:
  void run(const std::stop_token& stop);

  const std::vector<Job> jobs_;
  const std::chrono::milliseconds interval_;
  base::Log& log_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace app
