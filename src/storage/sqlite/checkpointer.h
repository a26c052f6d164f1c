// Moves the write-ahead log into the file from a thread of its own, PASSIVE, so that no caller
// waits for it. Under a load without pause the log never comes to its end that way; when it has
// grown well past what the thread keeps up with, the writer does what little is left between two
// batches.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "storage/sqlite/connection.h"

namespace storage::sqlite {

class Checkpointer {
 public:
  // Hooks itself to the commits of `writer`; the other connection is its own.
  Checkpointer(Connection& writer, std::unique_ptr<Connection> own, base::Log& log);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

 private:
  static int on_commit(void* self, sqlite3* writer, const char* name, int pages);
  void run();

  Connection& writer_;
  std::unique_ptr<Connection> own_;
  base::Log& log_;
  int asked_at_ = 0;  // pages; the writer's thread alone
  std::mutex mutex_;
  std::condition_variable wake_;
  bool asked_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace storage::sqlite
