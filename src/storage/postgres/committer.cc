#include "storage/postgres/committer.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "storage/sql/trail.h"

namespace storage::postgres {
namespace {

constexpr Query kBegin{.name = "tx.begin", .text = "BEGIN ISOLATION LEVEL READ COMMITTED"};
constexpr Query kCommit{.name = "tx.commit", .text = "COMMIT"};
constexpr Query kRollback{.name = "tx.rollback", .text = "ROLLBACK"};
// Queues behind the batches under way and before those to come: without it a process that writes
// now and then would never catch up with the end of a chain that a server extends all the time.
constexpr Query kTrailAlone{.name = "tx.trail_alone",
                            .text = "LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"};

constexpr int kAttempts = 5;
// So many statements are worth a packet of their own.
constexpr std::size_t kSlice = 16;
constexpr std::chrono::milliseconds kFirstBackoff{50};
constexpr std::chrono::milliseconds kLongestBackoff{2000};

// It wrote, and then failed by itself: what it wrote must go.
bool spoils(Operation* operation) {
  return (operation->failed() || !operation->succeeded()) && operation->tx().wrote();
}

}  // namespace

void Committer::commit(std::span<Operation* const> batch) {
  std::vector<Operation*> ordered(batch.begin(), batch.end());
  std::ranges::sort(ordered,
                    [](const Operation* a, const Operation* b) { return a->order() < b->order(); });
  settle(ordered);
}

// The rest of a flight may still be on its way: what it brings is nobody's any more.
void Committer::abandon() noexcept {
  connection_.reset();
  tail_.forget();
}

void Committer::settle(std::span<Operation* const> operations) {
  bool alone = false;
  for (int tries = 1;; ++tries) {
    const Attempt made = attempt(operations, alone);
    bool again = false;
    switch (made.ending) {
      case Ending::committed:
        return;
      case Ending::own_failure:
        if (operations.size() > 1) {
          settle_apart(operations);
        }
        return;  // alone, it carries its own answer
      case Ending::refused:
        if (operations.size() > 1) {
          const std::size_t half = operations.size() / 2;
          settle(operations.first(half));
          settle(operations.subspan(half));
          return;
        }
        again = made.fault.transient();
        break;
      case Ending::chain_moved:
        alone = true;
        again = true;
        break;
      case Ending::not_begun:
        again = true;
        break;
      case Ending::not_connected:
      case Ending::unknown:
        break;
    }
    if (!again || tries == kAttempts) {
      const base::Error error = error_of(made.fault);
      for (Operation* operation : operations) {
        operation->fail(error);
      }
      return;
    }
    if (made.fault.transient()) {
      // Unequal on unequal nodes, so that two of them do not meet again in step.
      std::this_thread::sleep_for(std::chrono::microseconds(500) * tries +
                                  std::chrono::steady_clock::now().time_since_epoch() %
                                      std::chrono::milliseconds(2));
    }
  }
}

// Those who spoil a batch are asked again behind the rest of it, each alone, so that neighbours do
// not pay a commit each for somebody who is refused.
void Committer::settle_apart(std::span<Operation* const> operations) {
  std::vector<Operation*> rest;
  std::vector<Operation*> spoilers;
  for (Operation* operation : operations) {
    (spoils(operation) ? spoilers : rest).push_back(operation);
  }
  if (!rest.empty()) {
    settle(rest);
  }
  for (Operation*& spoiler : spoilers) {
    settle({&spoiler, 1});
  }
}

Committer::Attempt Committer::attempt(std::span<Operation* const> operations, bool alone) {
  if (connection_ && connection_->hung_up()) {
    connection_.reset();
  }
  if (!connection_) {
    if (auto connected = connect(); !connected) {
      return {Ending::not_connected,
              {.at = 0, .sqlstate = {}, .lost = true, .detail = connected.error().detail}};
    }
  }
  if (Attempt begun = begin(alone); begun.ending != Ending::committed) {
    return begun;
  }
  const audit::Head before = tail_.head();
  Attempt made = run_stages(operations);
  if (made.ending == Ending::committed) {
    made = finish(operations);
  }
  if (made.ending != Ending::committed && tail_.known()) {
    tail_.learn(before);
  }
  return made;
}

// Its BEGIN flies with the first stage, unless the end of the chain has to be asked for first.
Committer::Attempt Committer::begin(bool alone) {
  connection_->add(kBegin, {});
  if (tail_.known() && !alone) {
    return {Ending::committed, {}};
  }
  if (alone) {
    connection_->add(kTrailAlone, {});
  }
  connection_->add(sql::kChainHead, Params::of(tail_.chain()));
  const auto landed = connection_->fly();
  if (!landed) {
    return ended_by(landed.error());
  }
  tail_.learn(sql::head_of(tail_.chain(), landed->back()));
  return {Ending::committed, {}};
}

Committer::Attempt Committer::run_stages(std::span<Operation* const> operations) {
  for (Operation* operation : operations) {
    operation->begin(nullptr);
  }
  std::vector<Operation*> waiting;
  for (Operation* operation : operations) {
    operation->waiting() ? waiting.push_back(operation) : end(*operation);
  }
  std::vector<std::size_t> flying(waiting.size());
  while (!waiting.empty()) {
    for (std::size_t index = 0; index < waiting.size(); ++index) {
      flying[index] = connection_->statements();
      const Statement& statement = *waiting[index]->tx().waiting();
      connection_->add(statement.query(), statement.params());
      if (index % kSlice == kSlice - 1 || index + 1 == waiting.size()) {
        connection_->set_out();
      }
    }
    for (std::size_t index = 0; index < waiting.size(); ++index) {
      auto landed = connection_->land(flying[index]);
      if (!landed) {
        return ended_by(std::move(landed).error());
      }
      waiting[index]->proceed(*std::move(landed));
      if (!waiting[index]->waiting()) {
        end(*waiting[index]);
      }
    }
    std::erase_if(waiting, [](Operation* operation) { return !operation->waiting(); });
  }
  return {Ending::committed, {}};
}

// It has nothing more to wait for: it is done, or a text of it is one that cannot be written, which
// is found before it is in flight and so is nobody else's trouble.
void Committer::end(Operation& operation) {
  if (operation.tx().failure()) {
    operation.fail(*operation.tx().failure());
  }
  if (operation.failed() || !operation.succeeded()) {
    return;
  }
  if (!std::ranges::all_of(operation.tx().events(), &sql::is_writable)) {
    operation.fail(unwritable());
    return;
  }
  for (audit::Event& event : operation.tx().take_events()) {
    const audit::Entry entry = tail_.extend(std::move(event));
    connection_->add(sql::kAddEntry, sql::params_of(entry));
  }
}

Committer::Attempt Committer::finish(std::span<Operation* const> operations) {
  if (std::ranges::any_of(operations, &spoils)) {
    roll_back();
    return {Ending::own_failure, {}};
  }
  const std::size_t commit_at = connection_->statements();
  connection_->add(kCommit, {});
  auto landed = connection_->fly();
  if (landed) {
    return {Ending::committed, {}};
  }
  const Fault& fault = landed.error();
  // The server failed a statement before it came to the COMMIT: then there was none.
  if (fault.lost && (fault.at >= commit_at || fault.sqlstate.empty())) {
    connection_.reset();
    tail_.forget();
    return {Ending::unknown, fault};
  }
  return ended_by(fault);
}

Committer::Attempt Committer::ended_by(Fault fault) {
  if (fault.outlived()) {
    connection_.reset();
    tail_.forget();
    return {Ending::not_begun, std::move(fault)};
  }
  roll_back();
  if (fault.query == &sql::kAddEntry && fault.duplicate()) {
    tail_.forget();
    return {Ending::chain_moved, std::move(fault)};
  }
  return {Ending::refused, std::move(fault)};
}

void Committer::roll_back() {
  connection_->add(kRollback, {});
  if (const auto landed = connection_->fly(); !landed) {
    connection_.reset();
    tail_.forget();
  }
}

base::Done Committer::connect() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_try_) {
    return base::reject(base::ErrorCode::unavailable, "", "the database does not answer",
                        "waiting before the next attempt to connect");
  }
  auto opened = Connection::open(url_);
  if (!opened) {
    backoff_ = std::clamp(backoff_ * 2, kFirstBackoff, kLongestBackoff);
    next_try_ = std::chrono::steady_clock::now() + backoff_;
    log_.error("database.connection_lost", {{"detail", opened.error().detail}});
    return std::unexpected(std::move(opened).error());
  }
  connection_ = *std::move(opened);
  backoff_ = std::chrono::milliseconds(0);
  tail_.forget();
  ++meter_.reconnects;
  log_.info("database.connected_again");
  return {};
}

std::span<const Query* const> Committer::queries() {
  static constexpr const Query* kQueries[] = {&kBegin, &kCommit, &kRollback, &kTrailAlone};
  return kQueries;
}

}  // namespace storage::postgres
