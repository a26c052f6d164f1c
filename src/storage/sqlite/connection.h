// One connection to an SQLite file, with its statements prepared once. Used by one thread at a
// time.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "storage/schema.h"

struct sqlite3;
struct sqlite3_stmt;

namespace storage::sqlite {

enum class Access { create, write, read };

class Connection final : public Session {
 public:
  static base::Result<std::unique_ptr<Connection>> open(const std::filesystem::path& path,
                                                        Access access);
  ~Connection() override;

  base::Result<Rows> execute(const Query& query, const Params& params) override;
  base::Done script(std::string_view sql) override;
  base::Done begin_alone() override { return script("BEGIN IMMEDIATE"); }

  // Whether the statement is one that this engine accepts; the suites ask it of every query.
  base::Done prepare(const Query& query);

  bool in_transaction() const;
  // Takes no memory.
  void roll_back() noexcept;
  sqlite3* handle() const { return handle_; }

 private:
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  struct Prepared {
    sqlite3_stmt* statement = nullptr;
    std::array<int, Params::kMost>
        positions{};  // SQLite's numbers for $1, $2, …; 0: not in the text
  };
  base::Result<const Prepared*> prepared(const Query& query);

  sqlite3* handle_;
  std::unordered_map<const Query*, Prepared> statements_;
};

// As the port tells it: what is full, busy or broken is unavailable, a second row of the same key
// is a conflict.
base::Error error_of(sqlite3* handle, std::string_view doing);

}  // namespace storage::sqlite
