#include "tests/support/sqlite.h"

#include <stdexcept>

#include <sqlite3.h>

namespace support {

RawSqlite::RawSqlite(const std::filesystem::path& path) {
  if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) {
    throw std::runtime_error("cannot open " + path.string());
  }
  sqlite3_busy_timeout(handle_, 10000);
}

RawSqlite::~RawSqlite() { sqlite3_close(handle_); }

std::vector<std::string> RawSqlite::run(const std::string& sql) {
  std::vector<std::string> rows;
  const auto add = [](void* to, int columns, char** cells, char**) {
    std::string row;
    for (int column = 0; column < columns; ++column) {
      row += (column == 0 ? "" : "|") + std::string(cells[column] == nullptr ? "" : cells[column]);
    }
    static_cast<std::vector<std::string>*>(to)->push_back(std::move(row));
    return 0;
  };
  char* said = nullptr;
  if (sqlite3_exec(handle_, sql.c_str(), add, &rows, &said) != SQLITE_OK) {
    const std::string message = said == nullptr ? "" : said;
    sqlite3_free(said);
    throw std::runtime_error(sql + ": " + message);
  }
  return rows;
}

}  // namespace support
