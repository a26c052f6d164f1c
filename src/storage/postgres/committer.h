// Group commit on PostgreSQL: the statements that a batch's operations wait for are one flight,
// stage by stage, inside one transaction; the entry of an operation in the trail sets out as soon
// as it has succeeded, while the server is busy with those behind it, and the COMMIT when all have
// ended. A batch that the server refuses is run again in halves, and one that an operation of its
// own spoils without that one.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "base/log.h"
#include "storage/chain_tail.h"
#include "storage/counters.h"
#include "storage/postgres/connection.h"
#include "storage/writer.h"

namespace storage::postgres {

class Committer final : public storage::Committer {
 public:
  Committer(std::string url, std::unique_ptr<Connection> connection, ChainTail tail, Meter& meter,
            base::Log& log)
      : url_(std::move(url)),
        connection_(std::move(connection)),
        tail_(std::move(tail)),
        meter_(meter),
        log_(log) {}

  void commit(std::span<Operation* const> batch) override;
  void abandon() noexcept override;

  base::Done prepare(const Query& query) { return connection_->prepare(query); }
  static std::span<const Query* const> queries();

 private:
  enum class Ending {
    committed,
    own_failure,    // an operation wrote and then failed by itself: its writes must go
    refused,        // by the server; nothing is kept
    chain_moved,    // somebody else extended this chain; nothing is kept
    not_begun,      // the connection went before the COMMIT; nothing is kept
    not_connected,  // nor is it now
    unknown,        // the connection went with the COMMIT on its way
  };
  struct Attempt {
    Ending ending;
    Fault fault;
  };

  void settle(std::span<Operation* const> operations);
  void settle_apart(std::span<Operation* const> operations);
  Attempt attempt(std::span<Operation* const> operations, bool alone);
  Attempt begin(bool alone);
  Attempt run_stages(std::span<Operation* const> operations);
  void end(Operation& operation);
  Attempt finish(std::span<Operation* const> operations);
  // The flight has ended by a fault before the COMMIT.
  Attempt ended_by(Fault fault);
  void roll_back();
  base::Done connect();

  const std::string url_;
  std::unique_ptr<Connection> connection_;
  ChainTail tail_;
  Meter& meter_;
  base::Log& log_;
  std::chrono::steady_clock::time_point next_try_{};
  std::chrono::milliseconds backoff_{0};
};

}  // namespace storage::postgres
