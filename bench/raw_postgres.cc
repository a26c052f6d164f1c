#include <array>
#include <string>

#include <libpq-fe.h>
#include <sys/random.h>

#include "bench/raw_engine.h"

namespace bench {
namespace {

class RawPostgres final : public RawEngine {
 public:
  explicit RawPostgres(const std::string& url) : connection_(::PQconnectdb(url.c_str())) {
    if (::PQstatus(connection_) != CONNECTION_OK) {
      fail(::PQerrorMessage(connection_));
    }
    for (const auto& [name, sql] : {std::pair{"one_time", kInsertOneTime},
                                    {"entry", kInsertEntry},
                                    {"begin", "BEGIN"},
                                    {"commit", "COMMIT"}}) {
      ::PQclear(::PQprepare(connection_, name, sql, 0, nullptr));
    }
    ::PQenterPipelineMode(connection_);
  }
  ~RawPostgres() override { ::PQfinish(connection_); }
  RawPostgres(const RawPostgres&) = delete;
  RawPostgres& operator=(const RawPostgres&) = delete;

  void commit(std::size_t writes) override {
    send("begin");
    for (std::size_t i = 0; i < writes; ++i) {
      write();
    }
    send("commit");
    ::PQpipelineSync(connection_);
    for (std::size_t left = 2 * writes + 3; left > 0; --left) {
      PGresult* result = ::PQgetResult(connection_);
      const ExecStatusType status = ::PQresultStatus(result);
      ::PQclear(result);
      if (status == PGRES_PIPELINE_SYNC) {
        return;
      }
      if (status != PGRES_COMMAND_OK) {
        fail(::PQerrorMessage(connection_));
      }
      ::PQgetResult(connection_);
    }
    fail("the pipeline did not end");
  }

 private:
  void send(const char* name) {
    if (::PQsendQueryPrepared(connection_, name, 0, nullptr, nullptr, nullptr, 1) == 0) {
      fail(::PQerrorMessage(connection_));
    }
  }
  template <std::size_t Count>
  void send(const char* name, const std::array<std::string, Count>& values,
            const std::array<int, Count>& formats) {
    std::array<const char*, Count> pointers;
    std::array<int, Count> lengths;
    for (std::size_t i = 0; i < Count; ++i) {
      pointers[i] = values[i].data();
      lengths[i] = static_cast<int>(values[i].size());
    }
    if (::PQsendQueryPrepared(connection_, name, static_cast<int>(Count), pointers.data(),
                              lengths.data(), formats.data(), 1) == 0) {
      fail(::PQerrorMessage(connection_));
    }
  }
  void write() {
    std::string hash(32, '\0');
    if (::getrandom(hash.data(), hash.size(), 0) != static_cast<ssize_t>(hash.size())) {
      fail("getrandom");
    }
    ++sequence_;
    const std::string now = std::to_string(sequence_);
    send<5>("one_time",
            {hash, "site_code", R"({"site":"bench"})", now, std::to_string(sequence_ + 60'000'000)},
            {1, 0, 0, 0, 0});
    send<13>(
        "entry",
        {"raw", now, now, "code.issued", "allowed", "user:1", "site:1", "", "", "", "", hash, hash},
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1});
  }

  PGconn* connection_;
  long long sequence_ = 0;
};

}  // namespace

std::unique_ptr<RawEngine> raw_postgres(const std::string& url) {
  return std::make_unique<RawPostgres>(url);
}

}  // namespace bench
