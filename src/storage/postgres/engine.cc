#include "storage/postgres/engine.h"

#include <utility>

#include "storage/pool.h"
#include "storage/postgres/committer.h"
#include "storage/schema.h"

namespace storage::postgres {
namespace {

class PooledReader final : public Reader {
 public:
  PooledReader(std::string url, std::size_t most, Meter& meter)
      : meter_(meter), pool_(most, [url = std::move(url)] { return Connection::open(url); }) {}

  base::Result<Rows> read(const Query& query, const Params& params) override {
    ++meter_.reads;
    auto rows = lend_and_read(query, params);
    if (!rows) {
      ++meter_.reads_failed;
    }
    return rows;
  }

 private:
  // After a failover every idle connection is a dead one: each is thrown away when it is met, and
  // only a new one's word counts.
  base::Result<Rows> lend_and_read(const Query& query, const Params& params) {
    while (true) {
      TRY_VAL(connection, pool_.lend());
      connection->add(query, params);
      auto landed = connection->fly();
      if (landed) {
        return std::move(landed->front());
      }
      if (landed.error().outlived()) {
        connection.discard();
        if (!connection.fresh()) {
          continue;
        }
      }
      return std::unexpected(error_of(landed.error()));
    }
  }

  Meter& meter_;
  Pool<Connection> pool_;
};

class PostgresEngine final : public Engine {
 public:
  PostgresEngine(std::unique_ptr<Connection> writer, std::vector<Migration> known, Meter& meter,
                 const Options& options, const Surroundings& surroundings)
      : known_(std::move(known)),
        committer_(options.url, std::move(writer),
                   ChainTail(options.chain, surroundings.chain_key, surroundings.clock), meter,
                   surroundings.log),
        reader_(options.url, options.readers, meter) {}

  Reader& reader() override { return reader_; }
  storage::Committer& committer() override { return committer_; }
  std::span<const Migration> known() const override { return known_; }
  std::span<const Query* const> own_queries() const override { return Committer::queries(); }
  base::Done prepare(const Query& query) override { return committer_.prepare(query); }

 private:
  const std::vector<Migration> known_;
  Committer committer_;
  PooledReader reader_;
};

}  // namespace

base::Result<std::unique_ptr<Engine>> open_engine(Meter& meter, const Options& options,
                                                  const Surroundings& surroundings) {
  TRY_VAL(writer, Connection::open(options.url));
  auto known = migrations_of("postgres", embedded_migrations());
  TRY(migrate(*writer, known, options.version, surroundings.clock, surroundings.log));
  return std::make_unique<PostgresEngine>(std::move(writer), std::move(known), meter, options,
                                          surroundings);
}

base::Result<SchemaState> inspect(const Options& options) {
  TRY_VAL(connection, Connection::open(options.url));
  return state_of(*connection, migrations_of("postgres", embedded_migrations()));
}

}  // namespace storage::postgres
