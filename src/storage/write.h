// How a write is written, once for both SQL engines: a coroutine over a Tx.
//
//   Write<bool> end(Tx& tx, const SessionId* id, …) {
//     const Rows rows = co_await tx.run(kEnd, id->bytes(), …);
//     if (rows.changed() == 0) co_return false;
//     tx.audit(*event);
//     co_return true;
//   }
//
// On SQLite each co_await runs its statement at once, on the writer's thread. On PostgreSQL a batch
// goes in stages: the statements that its operations wait for are one flight of a pipeline, then
// each operation goes on with its rows. Between two co_awaits others of the same batch, and of the
// same transaction, have their turn: no row lock keeps them out, so that what was read is compared
// again by the statement that writes. Who awaits gets rows, never a failure: an operation whose
// statement failed is not resumed but destroyed, and may be started again from the beginning. It
// therefore changes nothing but the database. Nothing of this leaves storage/: a port is an
// ordinary call that answers after the commit.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "audit/event.h"
#include "base/changes.h"
#include "base/result.h"
#include "storage/params.h"
#include "storage/query.h"
#include "storage/rows.h"

namespace storage {

// Runs one statement now; SQLite's writer does.
class Executor {
 public:
  virtual ~Executor() = default;
  virtual base::Result<Rows> execute(const Query& query, const Params& params) = 0;
};

class Tx;

// What a text is answered with that no engine keeps.
base::Error unwritable();

class Statement {
 public:
  Statement(Tx& tx, const Query& query, Params params) : tx_(tx), query_(&query), params_(params) {}

  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  Rows await_resume() { return std::move(rows_); }

  const Query& query() const { return *query_; }
  const Params& params() const { return params_; }
  void answer(Rows rows) { rows_ = std::move(rows); }

 private:
  Tx& tx_;
  const Query* query_;
  Params params_;
  Rows rows_;
};

// One operation's part of a transaction.
class Tx {
 public:
  // Without an executor, statements wait until their rows are brought.
  void begin(Executor* executor);

  template <class... Values>
  Statement run(const Query& query, Values&&... values) {
    return Statement(*this, query, Params::of(std::forward<Values>(values)...));
  }

  // Entered in the trail with this transaction, when the operation succeeds.
  void audit(audit::Event event) { events_.push_back(std::move(event)); }

  const std::vector<audit::Event>& events() const { return events_; }
  // Once for each attempt.
  std::vector<audit::Event> take_events() { return std::exchange(events_, {}); }
  // Of every attempt: of one whose outcome nobody knows as well.
  const std::vector<base::Changes::Place>& touched() const { return touched_; }
  Statement* waiting() const { return waiting_; }
  bool wrote() const { return wrote_; }
  const std::optional<base::Error>& failure() const { return failure_; }
  void bring(Rows rows);

 private:
  friend class Statement;

  void note(const Statement& statement);

  Executor* executor_ = nullptr;
  Statement* waiting_ = nullptr;
  bool wrote_ = false;
  std::optional<base::Error> failure_;
  std::vector<audit::Event> events_;
  std::vector<base::Changes::Place> touched_;
};

template <class T>
class [[nodiscard]] Write {
 public:
  using Value = T;

  struct promise_type {
    std::optional<base::Result<T>> result;
    std::exception_ptr thrown;

    Write get_return_object() {
      return Write(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(base::Result<T> value) { result.emplace(std::move(value)); }
    void unhandled_exception() { thrown = std::current_exception(); }
  };

  Write() = default;
  Write(Write&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Write& operator=(Write&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Write() {
    if (handle_) {
      handle_.destroy();
    }
  }

  void resume() { handle_.resume(); }
  bool done() const { return handle_.done(); }
  promise_type& promise() { return handle_.promise(); }

 private:
  explicit Write(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_ = nullptr;
};

}  // namespace storage
