#include "tests/support/postgres.h"

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include <libpq-fe.h>
#include <unistd.h>

namespace support {
namespace {

std::string server_url() {
  const char* url = std::getenv("GAPURA_TEST_POSTGRES");
  if (url == nullptr) {
    throw std::runtime_error(
        "GAPURA_TEST_POSTGRES is not set: run the tests by ./dev test, or by "
        "tests/support/with-postgres");
  }
  return url;
}

PGconn* connect(const std::string& url) {
  PGconn* connection = PQconnectdb(url.c_str());
  if (PQstatus(connection) != CONNECTION_OK) {
    const std::string said = PQerrorMessage(connection);
    PQfinish(connection);
    throw std::runtime_error("GAPURA_TEST_POSTGRES does not answer: " + said);
  }
  PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
  return connection;
}

std::vector<std::string> run_on(PGconn* connection, const std::string& sql) {
  PGresult* result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  std::vector<std::string> rows;
  for (int row = 0; row < PQntuples(result); ++row) {
    std::string cells;
    for (int column = 0; column < PQnfields(result); ++column) {
      cells += (column == 0 ? "" : "|") + std::string(PQgetvalue(result, row, column));
    }
    rows.push_back(std::move(cells));
  }
  PQclear(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection));
  }
  return rows;
}

}  // namespace

FreshPostgres::FreshPostgres() : server_(connect(server_url())) {
  static std::atomic<int> count = 0;
  name_ = "gapura_test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
  run_on(server_, "CREATE DATABASE " + name_);
  const std::string server = server_url();
  url_ = server.substr(0, server.rfind('/') + 1) + name_;
  database_ = connect(url_);
}

FreshPostgres::~FreshPostgres() {
  PQfinish(database_);
  PGresult* result = PQexec(server_, ("DROP DATABASE " + name_ + " WITH (FORCE)").c_str());
  PQclear(result);
  PQfinish(server_);
}

std::string FreshPostgres::host() const {
  const std::size_t begin = url_.find('@') + 1;
  return url_.substr(begin, url_.find('/', begin) - begin);
}

std::string FreshPostgres::url_by(const std::string& hosts, const std::string& parameters) const {
  return url_.substr(0, url_.find('@') + 1) + hosts + "/" + name_ +
         (parameters.empty() ? "" : "?" + parameters);
}

std::vector<std::string> FreshPostgres::run(const std::string& sql) {
  return run_on(database_, sql);
}

}  // namespace support
