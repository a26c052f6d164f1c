// Group commit on SQLite: one transaction for a batch, a savepoint for each operation in it, so
// that one failure does not fail the others.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "base/log.h"
#include "storage/chain_tail.h"
#include "storage/sqlite/connection.h"
#include "storage/writer.h"

namespace storage::sqlite {

class Committer final : public storage::Committer {
 public:
  Committer(Connection& connection, ChainTail tail, base::Log& log)
      : connection_(connection), tail_(std::move(tail)), log_(log) {}

  void commit(std::span<Operation* const> batch) override;
  void abandon() noexcept override;

  static std::span<const Query* const> queries();

 private:
  base::Done run(std::span<Operation* const> batch);
  base::Done learn_tail();
  // A failure here is the transaction's; an operation's own failure stays with it.
  base::Done run_in_savepoint(Operation& operation);
  base::Done enter_in_trail(Operation& operation);

  Connection& connection_;
  ChainTail tail_;
  base::Log& log_;
  std::int64_t data_version_ = -1;
};

}  // namespace storage::sqlite
