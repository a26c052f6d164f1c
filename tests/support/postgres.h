// A fresh PostgreSQL database for one test, in the cluster that GAPURA_TEST_POSTGRES names. Without
// that variable the test fails: what could not run is no pass.
#pragma once

#include <memory>
#include <string>
#include <vector>

struct pg_conn;

namespace support {

class FreshPostgres {
 public:
  FreshPostgres();
  ~FreshPostgres();
  FreshPostgres(const FreshPostgres&) = delete;
  FreshPostgres& operator=(const FreshPostgres&) = delete;

  const std::string& url() const { return url_; }
  const std::string& name() const { return name_; }
  // The same database by another way: "HOST:PORT" lists and further parameters.
  std::string url_by(const std::string& hosts, const std::string& parameters = "") const;
  std::string host() const;

  // One statement over a connection of the test's own; its rows, cells joined by '|'.
  std::vector<std::string> run(const std::string& sql);

 private:
  std::string name_;
  std::string url_;
  pg_conn* server_ = nullptr;
  pg_conn* database_ = nullptr;
};

}  // namespace support
