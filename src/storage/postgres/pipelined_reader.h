// Reads that come while others are on their way travel together: a flight takes all that wait, so
// that under load many share what one alone would pay for the way and for being woken. A flight
// that is slow keeps others from theirs for no longer than a moment: then another connection takes
// them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/doorbell.h"
#include "base/errand.h"
#include "base/log.h"
#include "storage/counters.h"
#include "storage/postgres/connection.h"
#include "storage/reader.h"

namespace storage::postgres {

class PipelinedReader final : public Reader {
 public:
  PipelinedReader(std::string url, std::size_t most_connections, Meter& meter, base::Log& log);
  ~PipelinedReader() override;
  PipelinedReader(const PipelinedReader&) = delete;
  PipelinedReader& operator=(const PipelinedReader&) = delete;

  base::Result<Rows> read(const Query& query, const Params& params) override;

 private:
  using Time = std::chrono::steady_clock::time_point;
  // On the stack of whoever waits for it.
  struct Question {
    const Query& query;
    const Params& params;
    base::Result<Rows> answer;
  };
  using Questions = std::span<Question* const>;
  struct Flight {
    Time booked_at;
    std::vector<Question*> questions;
    base::Doorbell landed;
  };

  // Nothing, and the question is answered, when the database has kept others waiting for too long.
  std::shared_ptr<Flight> book(Question& question);
  void call_lane();
  void run();
  bool may_leave() const;
  void fly(std::unique_lock<std::mutex>& lock, std::unique_ptr<Connection>& connection);
  void answer_or_fail(Questions questions, std::unique_ptr<Connection>& connection);
  void answer(Questions questions, std::unique_ptr<Connection>& connection);
  base::Done connect(std::unique_ptr<Connection>& connection);
  static void fail(Questions questions, const base::Error& error);

  const std::string url_;
  const std::size_t most_lanes_;
  Meter& meter_;
  base::Log& log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  base::Errand call_{[this] { wake_.notify_one(); }};
  std::deque<std::shared_ptr<Flight>> booked_;
  std::size_t in_the_air_ = 0;
  Time left_at_;  // the last of those in the air
  std::size_t idle_ = 0;
  bool called_ = false;   // a lane is on its way
  bool watched_ = false;  // a lane looks again when a moment has passed
  bool stopping_ = false;
  std::vector<std::jthread> lanes_;  // each with a connection of its own
};

}  // namespace storage::postgres
