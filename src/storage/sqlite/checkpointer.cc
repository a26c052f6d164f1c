#include "storage/sqlite/checkpointer.h"

#include <pthread.h>
#include <sqlite3.h>

namespace storage::sqlite {
namespace {

// Of 4 KiB each. SQLite's default of 1,000 costs a quarter of the writes a second.
constexpr int kThreadPages = 4000;
constexpr int kWriterPages = 16000;
constexpr int kWriterStep = 1000;  // where a reader holds the log, not at every commit

}  // namespace

Checkpointer::Checkpointer(Connection& writer, std::unique_ptr<Connection> own, base::Log& log)
    : writer_(writer), own_(std::move(own)), log_(log), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "db-checkpoint");
  sqlite3_wal_hook(writer_.handle(), &Checkpointer::on_commit, this);
}

Checkpointer::~Checkpointer() {
  sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

int Checkpointer::on_commit(void* self, sqlite3* writer, const char* name, int pages) {
  auto& me = *static_cast<Checkpointer*>(self);
  if (pages < me.asked_at_) {
    me.asked_at_ = 0;  // the log began anew
  }
  if (pages >= kWriterPages && pages >= me.asked_at_ + kWriterStep) {
    me.asked_at_ = pages;
    // That it comes not to the end, since a reader still needs the log, is no failure of the
    // commit.
    sqlite3_wal_checkpoint_v2(writer, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  } else if (pages >= me.asked_at_ + kThreadPages) {
    me.asked_at_ = pages;
    {
      const std::lock_guard lock(me.mutex_);
      me.asked_ = true;
    }
    me.wake_.notify_one();
  }
  return SQLITE_OK;
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return asked_ || stopping_; });
    if (stopping_) {
      return;
    }
    asked_ = false;
    lock.unlock();
    const int result = sqlite3_wal_checkpoint_v2(own_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                                 nullptr, nullptr);
    if (result != SQLITE_OK && (result & 0xff) != SQLITE_BUSY) {
      log_.warn("database.checkpoint_failed",
                {{"detail", error_of(own_->handle(), "checkpoint").detail}});
    }
    lock.lock();
  }
}

}  // namespace storage::sqlite
