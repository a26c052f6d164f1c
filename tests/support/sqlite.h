// A test's own way into an SQLite file, beside the program's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

struct sqlite3;

namespace support {

class RawSqlite {
 public:
  explicit RawSqlite(const std::filesystem::path& path);
  ~RawSqlite();
  RawSqlite(const RawSqlite&) = delete;
  RawSqlite& operator=(const RawSqlite&) = delete;

  // Any number of statements; the rows of all, cells joined by '|'.
  std::vector<std::string> run(const std::string& sql);

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace support
