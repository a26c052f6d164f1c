#include "storage/postgres/connection.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <libpq-fe.h>
#include <poll.h>

#include "storage/postgres/wire.h"

namespace storage::postgres {
namespace {

// Longer than any timeout that the session sets on the server: who is silent for so long is gone.
constexpr std::chrono::seconds kSilence{15};

// lock_timeout and idle_in_transaction_session_timeout: a node that was stopped in the middle of a
// transaction does not hold the others for ever. synchronous_commit: raised where it was off, left
// alone where the operator asked for more.
constexpr const char* kSession =
    "SET lock_timeout = '3s'; SET statement_timeout = '10s';"
    "SET idle_in_transaction_session_timeout = '10s';"
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'";

// Any number will do, as long as every version of the program takes the same.
constexpr const char* kBeginAlone =
    "BEGIN; SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = 0;"
    "SELECT pg_advisory_xact_lock(7306365173491)";

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

bool ran(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

base::Error error_of(const Fault& fault) {
  using base::ErrorCode;
  const std::string_view kind = std::string_view(fault.sqlstate).substr(0, 2);
  base::Error error{.code = ErrorCode::internal,
                    .clause = {},
                    .description = "the database refused the statement",
                    .detail = fault.detail + " (" + fault.sqlstate + ")"};
  if (fault.outlived() || fault.sqlstate.empty() || kind == "08" || kind == "57") {
    error.code = ErrorCode::unavailable;
    error.description = "the database does not answer";
  } else if (fault.transient() || fault.sqlstate == "55P03") {
    error.code = ErrorCode::unavailable;
    error.description = "the database is busy";
  } else if (kind == "53" || kind == "58" || kind == "XX") {
    error.code = ErrorCode::unavailable;
    error.description = "the database has run out of room or is damaged";
  } else if (fault.duplicate()) {
    error.code = ErrorCode::conflict;
    error.description = "it exists already";
  } else if (kind == "22") {
    error.code = ErrorCode::invalid_request;
    error.description = "the database cannot hold such a value";
  }
  return error;
}

base::Result<std::unique_ptr<Connection>> Connection::open(const std::string& url) {
  // Those before the URL give way to it; those after it do not.
  const std::array<const char*, 10> names = {"fallback_application_name",
                                             "connect_timeout",
                                             "keepalives_idle",
                                             "keepalives_interval",
                                             "keepalives_count",
                                             "tcp_user_timeout",
                                             "dbname",
                                             "target_session_attrs",
                                             "client_encoding",
                                             nullptr};
  const std::array<const char*, 10> values = {"gapura", "5",         "10",         "5",    "3",
                                              "15000",  url.c_str(), "read-write", "UTF8", nullptr};
  std::unique_ptr<Connection> connection(
      new Connection(PQconnectdbParams(names.data(), values.data(), 1)));
  PGconn* const handle = connection->handle_;
  if (PQstatus(handle) != CONNECTION_OK) {
    return base::reject(base::ErrorCode::unavailable, "", "the database does not answer",
                        PQerrorMessage(handle));
  }
  PQsetNoticeProcessor(handle, [](void*, const char*) {}, nullptr);
  const ResultPtr session(PQexec(handle, kSession));
  if (!ran(session.get())) {
    return base::reject(base::ErrorCode::unavailable, "", "the database refused the session",
                        PQerrorMessage(handle));
  }
  TRY(connection->enter_pipeline());
  return connection;
}

Connection::~Connection() { PQfinish(handle_); }

void Connection::add(const Query& query, const Params& params) {
  const std::string name(query.name);
  if (prepared_.insert(&query).second) {
    const std::string text(query.for_postgres());
    unsent_ = unsent_ || PQsendPrepare(handle_, name.c_str(), text.c_str(), 0, nullptr) != 1;
    expected_.push_back({&query, true});
  }
  const WireParams wire(params);
  unsent_ = unsent_ || PQsendQueryPrepared(handle_, name.c_str(), wire.count(), wire.values(),
                                           wire.lengths(), wire.formats(), 1) != 1;
  expected_.push_back({&query, false});
  ++added_;
}

bool Connection::await_result() {
  const auto deadline = std::chrono::steady_clock::now() + kSilence;
  while (PQisBusy(handle_) == 1) {
    const int left_to_send = PQflush(handle_);
    pollfd socket{.fd = PQsocket(handle_), .events = POLLIN, .revents = 0};
    if (left_to_send == 1) {
      socket.events |= POLLOUT;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left_to_send < 0 || socket.fd < 0 || left.count() <= 0 ||
        poll(&socket, 1, static_cast<int>(left.count())) == 0) {
      return false;
    }
    if ((socket.revents & (POLLIN | POLLHUP | POLLERR)) != 0 && PQconsumeInput(handle_) != 1) {
      // What came before the end of the connection, such as the server's last words, can be read.
      return true;
    }
  }
  return true;
}

Fault Connection::fault_at(std::size_t statement, pg_result* result) const {
  Fault fault{.at = statement, .sqlstate = {}, .lost = false, .detail = PQerrorMessage(handle_)};
  if (result != nullptr) {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    fault.sqlstate = state == nullptr ? "" : state;
    fault.lost = severity != nullptr && std::string_view(severity) != "ERROR";
    // Not the DETAIL, which shows the row with all that is in it.
    const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    fault.detail = message == nullptr ? PQresultErrorMessage(result) : message;
  }
  fault.lost = fault.lost || PQstatus(handle_) != CONNECTION_OK;
  return fault;
}

std::unexpected<Fault> Connection::fail(Fault fault) {
  fault_ = std::move(fault);
  return std::unexpected(*fault_);
}

std::unexpected<Fault> Connection::lose() {
  Fault fault = fault_ ? *std::move(fault_) : fault_at(landed_, nullptr);
  fault.lost = true;
  return fail(std::move(fault));
}

// What fails here shows by its answers, as the server's last words if it had any.
void Connection::set_out() {
  if (PQsendFlushRequest(handle_) == 1) {
    PQflush(handle_);
  }
}

std::expected<std::optional<Rows>, Fault> Connection::read(const Expected& expected,
                                                           pg_result* result) {
  if (!ran(result)) {
    if (expected.preparation) {
      prepared_.erase(expected.query);
    }
    if (fault_) {
      return std::unexpected(*fault_);
    }
    Fault fault = fault_at(landed_, result);
    fault.query = expected.query;
    return fail(std::move(fault));
  }
  if (expected.preparation) {
    return std::nullopt;
  }
  ++landed_;
  return rows_of(result);
}

// Each statement answers with a result and a null.
std::expected<std::optional<Rows>, Fault> Connection::next() {
  const Expected expected = expected_[read_++];
  if (unsent_ || !await_result()) {
    return lose();
  }
  const ResultPtr result(PQgetResult(handle_));
  if (!result) {
    return lose();
  }
  auto rows = read(expected, result.get());
  if ((!rows && rows.error().lost) || !await_result() || ResultPtr(PQgetResult(handle_))) {
    return lose();
  }
  return rows;
}

std::expected<Rows, Fault> Connection::land(std::size_t statement) {
  while (true) {
    auto rows = next();
    if (!rows) {
      return std::unexpected(std::move(fly()).error());
    }
    if (landed_ > statement && *rows) {
      return *std::move(*rows);
    }
  }
}

// The flight ends with a mark of its own, which comes after a fault too.
std::expected<std::vector<Rows>, Fault> Connection::fly() {
  std::vector<Rows> landed;
  landed.reserve(expected_.size() - read_);
  unsent_ = unsent_ || PQpipelineSync(handle_) != 1;
  while (read_ < expected_.size() && !(fault_ && fault_->lost)) {
    if (auto rows = next(); rows && *rows) {
      landed.push_back(*std::move(*rows));
    }
  }
  if (!(fault_ && fault_->lost)) {
    const bool came = !unsent_ && await_result();
    const ResultPtr end(came ? PQgetResult(handle_) : nullptr);
    if (!end || PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) {
      lose();
    }
  }
  expected_.clear();
  read_ = landed_ = added_ = 0;
  unsent_ = false;
  if (std::optional<Fault> fault = std::exchange(fault_, std::nullopt)) {
    return std::unexpected(*std::move(fault));
  }
  return landed;
}

bool Connection::hung_up() {
  // An idle server may tell of a changed setting; whatever else it sends ends with the connection.
  pollfd socket{.fd = PQsocket(handle_), .events = POLLIN, .revents = 0};
  while (socket.fd >= 0 && poll(&socket, 1, 0) > 0) {
    if (PQconsumeInput(handle_) != 1) {
      return true;
    }
    PQisBusy(handle_);  // parses what has come
  }
  return socket.fd < 0 || PQstatus(handle_) != CONNECTION_OK;
}

base::Result<Rows> Connection::execute(const Query& query, const Params& params) {
  add(query, params);
  auto landed = fly();
  if (!landed) {
    return std::unexpected(error_of(landed.error()));
  }
  return std::move(landed->front());
}

base::Done Connection::leave_pipeline() {
  if (PQexitPipelineMode(handle_) != 1 || PQsetnonblocking(handle_, 0) != 0) {
    return std::unexpected(error_of(fault_at(0, nullptr)));
  }
  return {};
}

base::Done Connection::enter_pipeline() {
  if (PQsetnonblocking(handle_, 1) != 0 || PQenterPipelineMode(handle_) != 1) {
    return std::unexpected(error_of(fault_at(0, nullptr)));
  }
  return {};
}

// A script is more than one statement, which a pipeline does not take.
base::Done Connection::script(std::string_view sql) {
  TRY(leave_pipeline());
  const ResultPtr result(PQexec(handle_, std::string(sql).c_str()));
  const Fault fault = fault_at(0, result.get());
  TRY(enter_pipeline());
  if (!ran(result.get())) {
    return std::unexpected(error_of(fault));
  }
  return {};
}

base::Done Connection::begin_alone() { return script(kBeginAlone); }

base::Done Connection::prepare(const Query& query) {
  TRY(leave_pipeline());
  const std::string text(query.for_postgres());
  const ResultPtr made(PQprepare(handle_, "", text.c_str(), 0, nullptr));
  const ResultPtr described(ran(made.get()) ? PQdescribePrepared(handle_, "") : nullptr);
  const std::string said = PQerrorMessage(handle_);
  TRY(enter_pipeline());
  if (!ran(described.get()) || !types_are_ours(described.get())) {
    return base::reject(base::ErrorCode::internal, "", "the database refused the statement",
                        std::string(query.name) + ": " + said);
  }
  return {};
}

}  // namespace storage::postgres
