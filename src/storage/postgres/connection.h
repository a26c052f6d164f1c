// One connection to PostgreSQL, in pipeline mode: statements are added, and all of them are one
// flight. Used by one thread at a time.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "storage/schema.h"

struct pg_conn;
struct pg_result;

namespace storage::postgres {

// Why a flight did not land. Nothing after the statement it failed at was run.
struct Fault {
  std::size_t at = 0;  // number of the statement in the flight
  const Query* query = nullptr;
  std::string sqlstate;  // empty when the server said nothing
  bool lost = false;     // the connection has gone with it
  std::string detail;

  // A second row of the same key.
  bool duplicate() const { return sqlstate == "23505"; }
  // The server asks for another try (serialization failure, deadlock).
  bool transient() const { return sqlstate == "40001" || sqlstate == "40P01"; }
  // The connection is of no more use, though the database may be: it fell to a standby, or its
  // prepared statements no longer fit the schema.
  bool outlived() const {
    return lost || sqlstate == "25006" || sqlstate == "0A000" || sqlstate == "26000";
  }
};

base::Error error_of(const Fault& fault);

class Connection final : public Session {
 public:
  // Takes several hosts and settles on the one that accepts writes.
  static base::Result<std::unique_ptr<Connection>> open(const std::string& url);
  ~Connection() override;

  // The parameters are copied. A failure shows when the statement lands.
  void add(const Query& query, const Params& params);
  // The server begins with what was added and answers it, while more is being added.
  void set_out();
  // The rows of one statement of the flight, after all before it. The first fault ends the flight.
  std::expected<Rows, Fault> land(std::size_t statement);
  // Ends the flight: the rows of its statements that have not landed yet.
  std::expected<std::vector<Rows>, Fault> fly();
  // Statements of the flight so far.
  std::size_t statements() const { return added_; }

  // Whether an idle connection shows signs of having been closed by the other side.
  bool hung_up();

  base::Result<Rows> execute(const Query& query, const Params& params) override;
  base::Done script(std::string_view sql) override;
  base::Done begin_alone() override;

  // Prepares the query and asks the server for its types, all of which must be ours.
  base::Done prepare(const Query& query);

 private:
  explicit Connection(pg_conn* handle) : handle_(handle) {}

  struct Expected {
    const Query* query;
    bool preparation;
  };
  base::Done enter_pipeline();
  base::Done leave_pipeline();
  // Waits for what PQgetResult gives next; false when the connection has gone or stays silent.
  bool await_result();
  // The next answer, which is that of a preparation or the rows of a statement. After a fault the
  // server answers nothing more of the flight.
  std::expected<std::optional<Rows>, Fault> next();
  std::expected<std::optional<Rows>, Fault> read(const Expected& expected, pg_result* result);
  std::unexpected<Fault> fail(Fault fault);
  std::unexpected<Fault> lose();
  Fault fault_at(std::size_t statement, pg_result* result) const;

  pg_conn* handle_;
  std::unordered_set<const Query*> prepared_;
  std::vector<Expected> expected_;
  std::size_t read_ = 0;    // of those expected
  std::size_t landed_ = 0;  // of the statements added
  std::size_t added_ = 0;
  std::optional<Fault> fault_;
  bool unsent_ = false;
};

}  // namespace storage::postgres
