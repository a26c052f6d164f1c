#include "storage/sqlite/engine.h"

#include <utility>

#include "storage/pool.h"
#include "storage/schema.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/committer.h"

namespace storage::sqlite {
namespace {

class PooledReader final : public Reader {
 public:
  PooledReader(std::filesystem::path path, std::size_t most, Meter& meter)
      : meter_(meter),
        pool_(most, [path = std::move(path)] { return Connection::open(path, Access::read); }) {}

  base::Result<Rows> read(const Query& query, const Params& params) override {
    ++meter_.reads;
    auto rows = lend_and_read(query, params);
    if (!rows) {
      ++meter_.reads_failed;
    }
    return rows;
  }

 private:
  base::Result<Rows> lend_and_read(const Query& query, const Params& params) {
    TRY_VAL(connection, pool_.lend());
    return connection->execute(query, params);
  }

  Meter& meter_;
  Pool<Connection> pool_;
};

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(std::unique_ptr<Connection> writer, std::unique_ptr<Connection> checkpoints,
               const std::filesystem::path& path, std::vector<Migration> known, Meter& meter,
               const Options& options, const Surroundings& surroundings)
      : writer_(std::move(writer)),
        known_(std::move(known)),
        checkpointer_(*writer_, std::move(checkpoints), surroundings.log),
        committer_(*writer_, ChainTail(options.chain, surroundings.chain_key, surroundings.clock),
                   surroundings.log),
        reader_(path, options.readers, meter) {}

  Reader& reader() override { return reader_; }
  storage::Committer& committer() override { return committer_; }
  std::span<const Migration> known() const override { return known_; }
  std::span<const Query* const> own_queries() const override { return Committer::queries(); }
  base::Done prepare(const Query& query) override { return writer_->prepare(query); }

 private:
  const std::unique_ptr<Connection> writer_;
  const std::vector<Migration> known_;
  Checkpointer checkpointer_;
  Committer committer_;
  PooledReader reader_;
};

}  // namespace

base::Result<std::unique_ptr<Engine>> open_engine(const std::filesystem::path& path, Meter& meter,
                                                  const Options& options,
                                                  const Surroundings& surroundings) {
  TRY_VAL(writer, Connection::open(path, Access::create));
  auto known = migrations_of("sqlite", embedded_migrations());
  TRY(migrate(*writer, known, options.version, surroundings.clock, surroundings.log));
  TRY_VAL(checkpoints, Connection::open(path, Access::write));
  return std::make_unique<SqliteEngine>(std::move(writer), std::move(checkpoints), path,
                                        std::move(known), meter, options, surroundings);
}

base::Result<SchemaState> inspect(const std::filesystem::path& path) {
  const auto known = migrations_of("sqlite", embedded_migrations());
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) {
    SchemaState state{.current = 0, .known = known.back().number, .pending = {}};
    for (const Migration& migration : known) {
      state.pending.push_back({migration.number, std::string(migration.name)});
    }
    return state;
  }
  TRY_VAL(connection, Connection::open(path, Access::read));
  return state_of(*connection, known);
}

}  // namespace storage::sqlite
