#include <optional>

#include "storage/engine.h"
#include "storage/schema.h"
#include "storage/sql/key_store.h"
#include "storage/sql/one_time_store.h"
#include "storage/sql/session_store.h"
#include "storage/sql/trail.h"
#include "storage/sweeper.h"

namespace storage {
namespace {

class ReadingExecutor final : public Executor {
 public:
  explicit ReadingExecutor(Reader& reader) : reader_(reader) {}
  base::Result<Rows> execute(const Query& query, const Params& params) override {
    return reader_.read(query, params);
  }

 private:
  Reader& reader_;
};

class SqlDatabase final : public Database {
 public:
  SqlDatabase(std::unique_ptr<Engine> engine, std::unique_ptr<Meter> meter, const Options& options,
              const Surroundings& surroundings)
      : meter_(std::move(meter)),
        engine_(std::move(engine)),
        writer_(engine_->committer(), *meter_, {.queue = options.queue, .batch = options.batch}),
        keys_(engine_->reader(), writer_),
        one_time_(writer_),
        sessions_(engine_->reader(), writer_),
        trail_(engine_->reader(), writer_) {
    if (options.sweep_every.count() > 0) {
      sweeper_.emplace([this](base::Instant now, std::size_t limit) { return sweep(now, limit); },
                       options.sweep_every, options.sweep_batch, surroundings.clock,
                       surroundings.log);
    }
  }
  ~SqlDatabase() override { close(); }

  keys::KeyStore& keys() override { return keys_; }
  mint::OneTimeStore& one_time() override { return one_time_; }
  mint::SessionStore& sessions() override { return sessions_; }
  audit::Trail& trail() override { return trail_; }

  base::Done ready() override {
    TRY_VAL(state, schema());
    if (!state.pending.empty()) {
      return base::reject(base::ErrorCode::unavailable, "",
                          "the database lacks migrations that this program needs");
    }
    return {};
  }

  base::Result<SchemaState> schema() override {
    ReadingExecutor executor(engine_->reader());
    return state_of(executor, engine_->known());
  }

  Counters counters() const override {
    Counters counters = meter_->snapshot();
    counters.queued = writer_.queued();
    counters.queue_limit = writer_.queue_limit();
    return counters;
  }

  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit) override {
    TRY_VAL(one_time, one_time_.sweep(now, limit));
    TRY_VAL(sessions, sessions_.sweep(now, limit));
    meter_->swept += one_time + sessions;
    return one_time + sessions;
  }

  void close() override {
    if (sweeper_) {
      sweeper_->stop();
    }
    writer_.stop();
  }

 private:
  const std::unique_ptr<Meter> meter_;
  const std::unique_ptr<Engine> engine_;
  Writer writer_;
  sql::KeyStore keys_;
  sql::OneTimeStore one_time_;
  sql::SessionStore sessions_;
  sql::Trail trail_;
  std::optional<Sweeper> sweeper_;
};

}  // namespace

std::vector<const Query*> registered_queries() {
  std::vector<const Query*> all;
  for (const auto queries :
       {schema_queries(), sql::KeyStore::queries(), sql::OneTimeStore::queries(),
        sql::SessionStore::queries(), sql::Trail::queries()}) {
    all.insert(all.end(), queries.begin(), queries.end());
  }
  return all;
}

std::unique_ptr<Database> make_sql_database(std::unique_ptr<Engine> engine,
                                            std::unique_ptr<Meter> meter, const Options& options,
                                            const Surroundings& surroundings) {
  return std::make_unique<SqlDatabase>(std::move(engine), std::move(meter), options, surroundings);
}

}  // namespace storage
