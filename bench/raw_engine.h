// The engines without us: what one thread that already holds all its rows can commit, as the limit
// under the storage layer. Each write is the rows that a put makes there: the thing and its entry
// in the trail.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace bench {

class RawEngine {
 public:
  virtual ~RawEngine() = default;
  // One transaction of so many writes, durable when it returns.
  virtual void commit(std::size_t writes) = 0;
};

std::unique_ptr<RawEngine> raw_sqlite(const std::string& path);
std::unique_ptr<RawEngine> raw_postgres(const std::string& url);

inline constexpr const char* kInsertOneTime =
    "INSERT INTO one_time (hash, purpose, bound, issued_at, expires_at) VALUES ($1, $2, $3, $4, "
    "$5)";
inline constexpr const char* kInsertEntry =
    "INSERT INTO audit (chain, sequence, time, type, outcome, actor, subject, address, request_id, "
    "reason, details, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
    "$13)";

[[noreturn]] void fail(const std::string& why);

}  // namespace bench
