#include "storage/sqlite/committer.h"

#include "storage/sql/trail.h"

namespace storage::sqlite {
namespace {

// IMMEDIATE: the write lock is taken, or waited for, before anything is read.
constexpr Query kBegin{.name = "tx.begin", .text = "BEGIN IMMEDIATE"};
constexpr Query kCommit{.name = "tx.commit", .text = "COMMIT"};
constexpr Query kRollback{.name = "tx.rollback", .text = "ROLLBACK"};
constexpr Query kSavepoint{.name = "tx.savepoint", .text = "SAVEPOINT operation"};
constexpr Query kRelease{.name = "tx.release", .text = "RELEASE operation"};
constexpr Query kBack{.name = "tx.back", .text = "ROLLBACK TO operation"};
constexpr Query kDataVersion{.name = "tx.data_version", .text = "PRAGMA data_version"};

}  // namespace

void Committer::commit(std::span<Operation* const> batch) {
  if (auto done = run(batch); !done) {
    tail_.forget();
    if (connection_.in_transaction()) {
      if (auto back = connection_.execute(kRollback, {}); !back) {
        log_.error("database.rollback_failed", {{"detail", back.error().detail}});
      }
    }
    for (Operation* operation : batch) {
      operation->fail(done.error());
    }
  }
}

// Not through execute(), which takes memory, and what was thrown may be for want of it.
void Committer::abandon() noexcept {
  tail_.forget();
  connection_.roll_back();
}

base::Done Committer::run(std::span<Operation* const> batch) {
  if (connection_.in_transaction()) {
    TRY(connection_.execute(kRollback, {}));
  }
  TRY(connection_.execute(kBegin, {}));
  TRY(learn_tail());
  for (Operation* operation : batch) {
    TRY(run_in_savepoint(*operation));
  }
  TRY(connection_.execute(kCommit, {}));
  return {};
}

// Another process, such as the CLI, may have extended the chain: data_version tells that some other
// connection has committed since this one last looked.
base::Done Committer::learn_tail() {
  TRY_VAL(version, connection_.execute(kDataVersion, {}));
  if (!tail_.known() || version.integer(0, 0) != data_version_) {
    TRY_VAL(rows, connection_.execute(sql::kChainHead, Params::of(tail_.chain())));
    tail_.learn(sql::head_of(tail_.chain(), rows));
    data_version_ = version.integer(0, 0);
  }
  return {};
}

base::Done Committer::run_in_savepoint(Operation& operation) {
  TRY(connection_.execute(kSavepoint, {}));
  const audit::Head before = tail_.head();
  operation.begin(&connection_);
  if (operation.tx().failure()) {
    operation.fail(*operation.tx().failure());
  } else if (operation.succeeded()) {
    if (auto entered = enter_in_trail(operation); !entered) {
      operation.fail(std::move(entered).error());
    }
  }
  if (operation.failed() || !operation.succeeded()) {
    // A full disk or an I/O error may have ended the whole transaction, and the savepoint with it.
    if (!connection_.in_transaction()) {
      return base::reject(base::ErrorCode::unavailable, "", "the database file cannot be written",
                          operation.tx().failure() ? operation.tx().failure()->detail : "");
    }
    TRY(connection_.execute(kBack, {}));
    tail_.learn(before);
  }
  TRY(connection_.execute(kRelease, {}));
  return {};
}

base::Done Committer::enter_in_trail(Operation& operation) {
  for (audit::Event& event : operation.tx().take_events()) {
    if (!sql::is_writable(event)) {
      return std::unexpected(unwritable());
    }
    const audit::Entry entry = tail_.extend(std::move(event));
    TRY(connection_.execute(sql::kAddEntry, sql::params_of(entry)));
  }
  return {};
}

std::span<const Query* const> Committer::queries() {
  static constexpr const Query* kQueries[] = {&kBegin,   &kCommit, &kRollback,   &kSavepoint,
                                              &kRelease, &kBack,   &kDataVersion};
  return kQueries;
}

}  // namespace storage::sqlite
