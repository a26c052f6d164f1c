#include "storage/sqlite/connection.h"

#include <string>
#include <thread>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace storage::sqlite {
namespace {

constexpr int kBusyAttempts = 5000;  // of a millisecond each

// In even, short steps: SQLite's own handler falls back to a tenth of a second, and then a process
// that writes now and then, such as the CLI, hardly ever meets the gap between a server's batches.
int wait_while_busy(void*, int attempt) {
  if (attempt >= kBusyAttempts) {
    return 0;
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return 1;
}

base::Error error_for(int code, std::string detail, std::string_view doing) {
  base::ErrorCode kind = base::ErrorCode::internal;
  std::string description = "the database refused the statement";
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      kind = base::ErrorCode::unavailable;
      description = "the database is busy";
      break;
    case SQLITE_FULL:
      kind = base::ErrorCode::unavailable;
      description = "the disk of the database is full";
      break;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      kind = base::ErrorCode::unavailable;
      description = "the database file is damaged or no database of SQLite";
      break;
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
    case SQLITE_PERM:
      kind = base::ErrorCode::unavailable;
      description = "the database file cannot be read or written";
      break;
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
          code == SQLITE_CONSTRAINT_ROWID) {
        kind = base::ErrorCode::conflict;
        description = "it exists already";
      }
      break;
    default:
      break;
  }
  return {
      .code = kind,
      .clause = {},
      .description = std::move(description),
      .detail = std::string(doing) + ": " + std::move(detail) + " (" + std::to_string(code) + ")"};
}

int bind(sqlite3_stmt* statement, int index, const Param& value) {
  // An empty view may have no address, which SQLite takes for NULL.
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, index, *number);
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return sqlite3_bind_text64(statement, index, text->empty() ? "" : text->data(), text->size(),
                               SQLITE_STATIC, SQLITE_UTF8);
  }
  if (const auto* octets = std::get_if<base::BytesView>(&value)) {
    return octets->empty() ? sqlite3_bind_zeroblob(statement, index, 0)
                           : sqlite3_bind_blob64(statement, index, octets->data(), octets->size(),
                                                 SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, index);
}

void add_cell(Rows& rows, sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      rows.add_null();
      break;
    case SQLITE_INTEGER:
      rows.add_integer(sqlite3_column_int64(statement, column));
      break;
    default: {
      const void* data = sqlite3_column_blob(statement, column);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      rows.add_octets(size == 0 ? std::string_view()
                                : std::string_view(static_cast<const char*>(data), size));
    }
  }
}

// SQLite would create the file readable by all that the umask lets.
base::Done create_private(const std::filesystem::path& path) {
  std::error_code failed;
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), failed);
  }
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return base::reject(base::ErrorCode::unavailable, "",
                        "the database file " + path.string() +
                            " cannot be created: " + std::generic_category().message(errno));
  }
  ::close(file);
  return {};
}

}  // namespace

base::Error error_of(sqlite3* handle, std::string_view doing) {
  return error_for(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle), doing);
}

base::Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& path,
                                                           Access access) {
  // Before the first of the process: to count memory takes a lock at every allocation.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (access == Access::create) {
    TRY(create_private(path));
  }
  const int flags = (access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (opened != SQLITE_OK) {
    return std::unexpected(error_for(opened, sqlite3_errstr(opened), "open " + path.string()));
  }
  sqlite3_busy_handler(handle, &wait_while_busy, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (access != Access::read) {
    TRY(connection->script("PRAGMA journal_mode = WAL"));
  }
  // NORMAL can undo an acknowledged revocation on a power loss.
  TRY(
      connection->script("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                         "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
                         // Whom we erase is not to be found in what is left of a page.
                         "PRAGMA secure_delete = ON;"
                         "PRAGMA journal_size_limit = 67108864"));
  return connection;
}

Connection::~Connection() {
  for (const auto& [query, made] : statements_) {
    sqlite3_finalize(made.statement);
  }
  sqlite3_close(handle_);
}

base::Result<const Connection::Prepared*> Connection::prepared(const Query& query) {
  if (const auto found = statements_.find(&query); found != statements_.end()) {
    return &found->second;
  }
  Prepared made;
  if (sqlite3_prepare_v3(handle_, query.text.data(), static_cast<int>(query.text.size()),
                         SQLITE_PREPARE_PERSISTENT, &made.statement, nullptr) != SQLITE_OK) {
    return std::unexpected(error_of(handle_, query.name));
  }
  // To SQLite $1 is a name, numbered by where it first stands in the text.
  for (std::size_t position = 0; position < made.positions.size(); ++position) {
    const std::string name = "$" + std::to_string(position + 1);
    made.positions[position] = sqlite3_bind_parameter_index(made.statement, name.c_str());
  }
  return &statements_.emplace(&query, made).first->second;
}

base::Done Connection::prepare(const Query& query) {
  TRY(prepared(query));
  return {};
}

base::Result<Rows> Connection::execute(const Query& query, const Params& params) {
  TRY_VAL(prepared_statement, prepared(query));
  sqlite3_stmt* const statement = prepared_statement->statement;
  const struct Reset {
    sqlite3_stmt* statement;
    ~Reset() { sqlite3_reset(statement); }
  } reset{statement};

  const std::span<const Param> values = params.all();
  for (std::size_t position = 0; position < values.size(); ++position) {
    const int index = prepared_statement->positions.at(position);
    if (index == 0 || bind(statement, index, values[position]) != SQLITE_OK) {
      return base::reject(base::ErrorCode::internal, "", "the database refused the statement",
                          std::string(query.name) + " does not take all of its parameters");
    }
  }

  const int columns = sqlite3_column_count(statement);
  Rows rows(static_cast<std::size_t>(columns));
  int stepped = SQLITE_ROW;
  while ((stepped = sqlite3_step(statement)) == SQLITE_ROW) {
    for (int column = 0; column < columns; ++column) {
      add_cell(rows, statement, column);
    }
  }
  if (stepped != SQLITE_DONE) {
    return std::unexpected(error_of(handle_, query.name));
  }
  if (sqlite3_stmt_readonly(statement) == 0) {
    rows.set_changed(static_cast<std::size_t>(sqlite3_changes64(handle_)));
  }
  return rows;
}

base::Done Connection::script(std::string_view sql) {
  if (sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return std::unexpected(error_of(handle_, "script"));
  }
  return {};
}

void Connection::roll_back() noexcept {
  if (in_transaction()) {
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

}  // namespace storage::sqlite
