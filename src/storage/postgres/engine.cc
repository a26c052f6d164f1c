#include "storage/postgres/engine.h"

#include <chrono>
#include <utility>
#include <vector>

#include "storage/postgres/committer.h"
#include "storage/postgres/pipelined_reader.h"
#include "storage/schema.h"

namespace storage::postgres {
namespace {

constexpr Query kTime{
    .name = "clock.time",
    .text = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"};
// So late an answer tells too little.
constexpr std::chrono::milliseconds kSlowAnswer{500};
// What an answer may be late by on a good day is no reason to move a clock, and a second is one to
// tell an operator.
constexpr std::chrono::milliseconds kNear{20};
constexpr std::chrono::seconds kFar{1};

std::vector<const Query*> with_time(std::span<const Query* const> others) {
  std::vector<const Query*> all(others.begin(), others.end());
  all.push_back(&kTime);
  return all;
}

class PostgresEngine final : public Engine {
 public:
  PostgresEngine(std::unique_ptr<Connection> writer, std::vector<Migration> known, Meter& meter,
                 const Options& options, const Surroundings& surroundings)
      : url_(options.url),
        known_(std::move(known)),
        committer_(options.url, std::move(writer),
                   ChainTail(options.chain, surroundings.chain_key, surroundings.clock), meter,
                   surroundings.log),
        reader_(options.url, options.readers, meter, surroundings.log),
        shared_clock_(surroundings.shared_clock),
        log_(surroundings.log) {}

  Reader& reader() override { return reader_; }
  storage::Committer& committer() override { return committer_; }
  std::span<const Migration> known() const override { return known_; }
  std::span<const Query* const> own_queries() const override { return queries_; }
  base::Done prepare(const Query& query) override { return committer_.prepare(query); }

  base::Done keep_time() override {
    if (shared_clock_ == nullptr) {
      return {};
    }
    const auto asked = std::chrono::steady_clock::now();
    TRY_VAL(rows, time_of_database());
    const auto took =
        std::chrono::duration_cast<base::Duration>(std::chrono::steady_clock::now() - asked);
    if (took >= kSlowAnswer) {
      return {};
    }
    const base::Instant ours = shared_clock_->now();
    const base::Instant theirs = rows.instant(0, 0) + took / 2;
    if (shared_clock_->set(theirs, kNear) && (ours - theirs > kFar || theirs - ours > kFar)) {
      log_.warn("database.clock_differs",
                {{"behind_ms", (theirs - ours) / std::chrono::milliseconds(1)}});
    }
    return {};
  }

 private:
  // On a connection of its own: an answer that came with others would tell when those were ready.
  base::Result<Rows> time_of_database() {
    const bool fresh = clock_ == nullptr;
    if (fresh) {
      TRY_VAL(opened, Connection::open(url_));
      clock_ = std::move(opened);
    }
    auto rows = clock_->execute(kTime, {});
    if (!rows) {
      clock_.reset();
    }
    return rows || fresh ? std::move(rows) : time_of_database();
  }

  const std::string url_;
  const std::vector<Migration> known_;
  Committer committer_;
  PipelinedReader reader_;
  std::unique_ptr<Connection> clock_;
  base::SharedClock* const shared_clock_;
  base::Log& log_;
  const std::vector<const Query*> queries_ = with_time(Committer::queries());
};

}  // namespace

base::Result<std::unique_ptr<Engine>> open_engine(Meter& meter, const Options& options,
                                                  const Surroundings& surroundings) {
  TRY_VAL(writer, Connection::open(options.url));
  auto known = migrations_of("postgres", embedded_migrations());
  TRY(migrate(*writer, known, options.version, surroundings.clock, surroundings.log));
  auto engine = std::make_unique<PostgresEngine>(std::move(writer), std::move(known), meter,
                                                 options, surroundings);
  TRY(engine->keep_time());
  return engine;
}

base::Result<SchemaState> inspect(const Options& options) {
  TRY_VAL(connection, Connection::open(options.url));
  return state_of(*connection, migrations_of("postgres", embedded_migrations()));
}

}  // namespace storage::postgres
