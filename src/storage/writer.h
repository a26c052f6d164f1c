// The one writer of a node: a thread behind a bounded queue that puts many callers' writes in one
// transaction and answers each only after the commit.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "base/changes.h"
#include "base/doorbell.h"
#include "base/errand.h"
#include "base/log.h"
#include "base/result.h"
#include "storage/counters.h"
#include "storage/operation.h"

namespace storage {

// The engine's half. When it returns, each operation has succeeded durably or carries its failure.
class Committer {
 public:
  virtual ~Committer() = default;
  virtual void commit(std::span<Operation* const> batch) = 0;
  // After a commit that threw, wherever it was: the next one begins from nothing.
  virtual void abandon() noexcept = 0;
};

class Writer {
 public:
  struct Options {
    std::size_t queue = 1024;
    std::size_t batch = 256;
  };

  Writer(Committer& committer, Meter& meter, base::Changes& changes, base::Log& log,
         Options options);
  ~Writer() { stop(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // writer.write(order, [&](Tx& tx) { return spend(tx, …); }): the lambda calls a coroutine and is
  // none, so that a second attempt makes a second one from arguments that are still there.
  template <class Make>
  auto write(Order order, Make make) -> base::Result<typename OperationOf<Make>::Value> {
    OperationOf<Make> operation(order, std::move(make));
    TRY(wait_for(operation));
    return operation.take();
  }

  // Goes along with the next batch, or by itself where none comes soon: for what nobody waits for
  // and what may be lost without harm. False where too much is carried already. What the order's
  // key views moves with `make`.
  template <class Make>
  bool carry(Order order, Make make) {
    return take_along(std::make_unique<OperationOf<Make>>(order, std::move(make)));
  }

  // Answers what waits, then ends. Later writes are refused.
  void stop();

  std::size_t queued() const;
  std::size_t queue_limit() const { return options_.queue; }

 private:
  // The callers of one batch wait for one doorbell: a call for each would cost more than the write.
  struct Batch {
    std::vector<Operation*> operations;
    std::vector<std::unique_ptr<Operation>> carried;  // those among them that are nobody's
    base::Doorbell answered;
  };

  base::Done wait_for(Operation& operation);
  bool take_along(std::unique_ptr<Operation> operation);
  void run();
  void await_work(std::unique_lock<std::mutex>& lock);
  std::shared_ptr<Batch> next_batch();
  void gather(std::unique_lock<std::mutex>& lock);
  void commit(Batch& batch);
  void commit_or_fail(const Batch& batch);
  void count(const Batch& batch);
  void tell_changes(const Batch& batch);

  Committer& committer_;
  Meter& meter_;
  base::Changes& changes_;
  base::Log& log_;
  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  base::Errand call_{[this] { wake_.notify_one(); }};
  std::deque<std::shared_ptr<Batch>> batches_;
  std::vector<std::unique_ptr<Operation>> carried_;
  std::size_t queued_ = 0;
  std::size_t wanted_ = 0;  // as many make the writer stop gathering
  std::size_t last_batch_ = 0;
  std::chrono::microseconds last_took_{0};
  // Of the cheapest batch of late: about what a commit costs whatever its size.
  std::chrono::microseconds least_took_{1000};
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace storage
