#include "storage/writer.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include <pthread.h>

namespace storage {
namespace {

// For so long a carried write waits for company: a login's own writes come within a millisecond.
constexpr std::chrono::milliseconds kCarried{50};

}  // namespace

Writer::Writer(Committer& committer, Meter& meter, base::Changes& changes, base::Log& log,
               Options options)
    : committer_(committer),
      meter_(meter),
      changes_(changes),
      log_(log),
      options_(options),
      thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "db-writer");
}

base::Done Writer::wait_for(Operation& operation) {
  std::shared_ptr<Batch> batch;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return base::reject(base::ErrorCode::unavailable, "", "the database is closing");
    }
    if (queued_ >= options_.queue) {
      ++meter_.writes_refused;
      return base::reject(base::ErrorCode::unavailable, "", "too many writes are waiting");
    }
    if (batches_.empty() || batches_.back()->operations.size() >= options_.batch) {
      batches_.push_back(std::make_shared<Batch>());
    }
    batch = batches_.back();
    batch->operations.push_back(&operation);
    ++queued_;
    if (queued_ == 1 || queued_ == wanted_) {
      call_.put_off();
    }
  }
  batch->answered.wait();
  return {};
}

bool Writer::take_along(std::unique_ptr<Operation> operation) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || carried_.size() >= options_.batch) {
    ++meter_.writes_refused;
    return false;
  }
  carried_.push_back(std::move(operation));
  // By then the next write of its caller is there, more often than not: one call is for both.
  if (carried_.size() == 1 && batches_.empty()) {
    call_.put_off();
  }
  return true;
}

// Those who were answered together come back together: the writer lets them, instead of paying a
// commit for the first of them alone. Half of them make a batch, while which the other half comes
// back: the callers and the engine then work side by side. More are waited for only where a commit
// is dear whatever its size, as on a disk that is slow to sync.
void Writer::gather(std::unique_lock<std::mutex>& lock) {
  const auto wait = [&](std::size_t wanted, std::chrono::microseconds at_most) {
    wanted_ = wanted;
    wake_.wait_for(lock, at_most, [this] { return stopping_ || queued_ >= wanted_; });
  };
  wait(last_batch_ / 2, last_took_ / 8);
  wait(last_batch_, least_took_ / 4);
}

void Writer::await_work(std::unique_lock<std::mutex>& lock) {
  const auto called = [this] { return stopping_ || !batches_.empty(); };
  wake_.wait(lock, [&] { return called() || !carried_.empty(); });
  if (!carried_.empty()) {
    wake_.wait_for(lock, kCarried, called);
  }
}

// Carried writes stand in front: they were made before what comes along with them.
std::shared_ptr<Writer::Batch> Writer::next_batch() {
  auto batch = std::make_shared<Batch>();
  if (!batches_.empty()) {
    batch = std::move(batches_.front());
    batches_.pop_front();
  }
  last_batch_ = batch->operations.size();
  queued_ -= last_batch_;
  batch->carried = std::exchange(carried_, {});
  std::vector<Operation*>& all = batch->operations;
  all.insert(all.begin(), batch->carried.size(), nullptr);
  std::ranges::transform(batch->carried, all.begin(), &std::unique_ptr<Operation>::get);
  return batch;
}

void Writer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    await_work(lock);
    if (batches_.empty() && carried_.empty()) {
      return;
    }
    gather(lock);
    const std::shared_ptr<Batch> batch = next_batch();
    lock.unlock();
    commit(*batch);
    // From here on the operations may be gone: they live on their callers' stacks.
    batch->answered.ring();
    lock.lock();
  }
}

// What is thrown here is the engine's: an operation keeps its own for its caller. Those who wait
// are answered all the same, and nobody can tell whether the COMMIT went through.
void Writer::commit_or_fail(const Batch& batch) {
  try {
    committer_.commit(batch.operations);
  } catch (const std::exception& thrown) {
    committer_.abandon();
    log_.error("database.batch_abandoned", {{"detail", thrown.what()}});
    for (Operation* operation : batch.operations) {
      operation->fail({.code = base::ErrorCode::unavailable,
                       .clause = {},
                       .description = "the database does not answer",
                       .detail = thrown.what()});
    }
  }
}

void Writer::count(const Batch& batch) {
  for (Operation* each : batch.operations) {
    if (!each->failed() && each->succeeded()) {
      ++meter_.writes;
    } else if (!each->failed() && each->declined()) {
      ++meter_.writes_declined;
    } else {
      ++meter_.writes_failed;
    }
  }
  for (const auto& each : batch.carried) {
    if (each->failed() || !each->succeeded()) {
      log_.warn("database.carried_write_lost");
    }
  }
}

// Whatever came of it: what failed without a word may be there all the same.
void Writer::tell_changes(const Batch& batch) {
  for (Operation* each : batch.operations) {
    for (const auto place : each->tx().touched()) {
      changes_.happened(place);
    }
  }
}

void Writer::commit(Batch& batch) {
  const auto began = std::chrono::steady_clock::now();
  meter_.writing = batch.operations.size();
  commit_or_fail(batch);
  tell_changes(batch);
  meter_.writing = 0;
  last_took_ = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  least_took_ = std::min(last_took_, least_took_ + least_took_ / 64 + std::chrono::microseconds(1));
  count(batch);
  ++meter_.batches;
  meter_.batch_micros += static_cast<std::uint64_t>(last_took_.count());
  meter_.largest_batch = std::max<std::uint64_t>(meter_.largest_batch, batch.operations.size());
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

std::size_t Writer::queued() const {
  const std::lock_guard lock(mutex_);
  return queued_;
}

}  // namespace storage
