#include <array>
#include <initializer_list>
#include <string_view>

#include <sqlite3.h>
#include <sys/random.h>

#include "bench/raw_engine.h"

namespace bench {
namespace {

class RawSqlite final : public RawEngine {
 public:
  explicit RawSqlite(const std::string& path) {
    if (::sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
      fail(::sqlite3_errmsg(db_));
    }
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    // As rarely as storage/sqlite/checkpointer.cc: SQLite's default would cost this side alone.
    run("PRAGMA wal_autocheckpoint=4000");
    one_time_ = prepare(kInsertOneTime);
    entry_ = prepare(kInsertEntry);
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
  }
  ~RawSqlite() override {
    for (sqlite3_stmt* statement : {one_time_, entry_, begin_, commit_}) {
      ::sqlite3_finalize(statement);
    }
    ::sqlite3_close(db_);
  }
  RawSqlite(const RawSqlite&) = delete;
  RawSqlite& operator=(const RawSqlite&) = delete;

  void commit(std::size_t writes) override {
    step(begin_);
    for (std::size_t i = 0; i < writes; ++i) {
      write();
    }
    step(commit_);
  }

 private:
  void run(const char* sql) {
    if (::sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
      fail(::sqlite3_errmsg(db_));
    }
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (::sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) != SQLITE_OK) {
      fail(::sqlite3_errmsg(db_));
    }
    return statement;
  }
  void step(sqlite3_stmt* statement) {
    if (::sqlite3_step(statement) != SQLITE_DONE) {
      fail(::sqlite3_errmsg(db_));
    }
    ::sqlite3_reset(statement);
  }
  static void text(sqlite3_stmt* statement, int at, std::string_view value) {
    ::sqlite3_bind_text(statement, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  }
  static void blob(sqlite3_stmt* statement, int at, const std::array<unsigned char, 32>& value) {
    ::sqlite3_bind_blob(statement, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  }
  void write() {
    std::array<unsigned char, 32> hash;
    if (::getrandom(hash.data(), hash.size(), 0) != static_cast<ssize_t>(hash.size())) {
      fail("getrandom");
    }
    ++sequence_;
    blob(one_time_, 1, hash);
    text(one_time_, 2, "site_code");
    text(one_time_, 3, R"({"site":"bench"})");
    ::sqlite3_bind_int64(one_time_, 4, sequence_);
    ::sqlite3_bind_int64(one_time_, 5, sequence_ + 60'000'000);
    step(one_time_);
    text(entry_, 1, "raw");
    ::sqlite3_bind_int64(entry_, 2, sequence_);
    ::sqlite3_bind_int64(entry_, 3, sequence_);
    int at = 4;
    for (const std::string_view value :
         {"code.issued", "allowed", "user:1", "site:1", "", "", "", ""}) {
      text(entry_, at++, value);
    }
    blob(entry_, 12, hash);
    blob(entry_, 13, hash);
    step(entry_);
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* one_time_ = nullptr;
  sqlite3_stmt* entry_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  sqlite3_int64 sequence_ = 0;
};

}  // namespace

std::unique_ptr<RawEngine> raw_sqlite(const std::string& path) {
  return std::make_unique<RawSqlite>(path);
}

}  // namespace bench
