#include "app/maintenance.h"

#include <exception>

namespace app {
namespace {

// What nobody could act on further up: the next time it may well go through, and the server runs
// on.
base::Done outcome_of(const Maintenance::Job& job) {
  try {
    return job.run();
  } catch (const std::exception& thrown) {
    return base::reject(base::ErrorCode::internal, "", "an exception", thrown.what());
  }
}

}  // namespace

Maintenance::Maintenance(std::vector<Job> jobs, std::chrono::milliseconds interval, base::Log& log)
    : jobs_(std::move(jobs)),
      interval_(interval),
      log_(log),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Maintenance::~Maintenance() {
  thread_.request_stop();
  thread_.join();
}

void Maintenance::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, stop, interval_, [&stop] { return stop.stop_requested(); })) {
    for (const Job& job : jobs_) {
      if (stop.stop_requested()) {
        return;
      }
      if (const auto done = outcome_of(job); !done) {
        log_.error("maintenance.failed", {{"job", job.name},
                                          {"description", done.error().description},
                                          {"detail", done.error().detail}});
      }
    }
  }
}

}  // namespace app
