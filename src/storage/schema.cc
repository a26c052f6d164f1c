#include "storage/schema.h"

#include <algorithm>

namespace storage {
namespace {

constexpr Query kTables{
    .name = "schema.tables",
    .text =
        "SELECT count(*) FILTER (WHERE name = 'schema_migrations'), count(*) FROM sqlite_master "
        "WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    .postgres_text =
        "SELECT count(*) FILTER (WHERE table_name = 'schema_migrations'), "
        "count(*) FILTER (WHERE table_name IN ('schema_migrations', 'audit', 'sessions')) "
        "FROM information_schema.tables WHERE table_schema = current_schema()"};
constexpr Query kRemember{
    .name = "schema.remember",
    .text =
        "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT NOT NULL PRIMARY KEY, "
        "name TEXT NOT NULL, checksum TEXT NOT NULL, compatible_with BIGINT NOT NULL, "
        "applied_at BIGINT NOT NULL, applied_by_version TEXT NOT NULL)"};
constexpr Query kApplied{
    .name = "schema.applied",
    .text =
        "SELECT number, name, checksum, compatible_with FROM schema_migrations ORDER BY number"};
constexpr Query kAdd{
    .name = "schema.add",
    .text =
        "INSERT INTO schema_migrations (number, name, checksum, compatible_with, applied_at, "
        "applied_by_version) VALUES ($1, $2, $3, $4, $5, $6)"};

base::Result<std::vector<AppliedMigration>> applied(Executor& session) {
  TRY_VAL(tables, session.execute(kTables, {}));
  std::vector<AppliedMigration> found;
  if (tables.integer(0, 0) == 0) {
    if (tables.integer(0, 1) > 0) {
      return base::reject(base::ErrorCode::unavailable, "",
                          "the database holds tables of another program; name an empty one");
    }
    return found;
  }
  TRY_VAL(rows, session.execute(kApplied, {}));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    found.push_back(
        {rows.integer(row, 0), rows.text(row, 1), rows.text(row, 2), rows.integer(row, 3)});
  }
  return found;
}

// True when there was one to apply.
base::Result<bool> apply_next(Session& session, std::span<const Migration> known,
                              std::string_view version, const base::Clock& clock) {
  TRY_VAL(done, applied(session));
  TRY_VAL(pending, plan(known, done));
  if (pending.empty()) {
    return false;
  }
  const Migration& next = pending.front();
  TRY(session.execute(kRemember, {}));
  if (auto ran = session.script(next.text); !ran) {
    ran.error().description = "migration " + std::to_string(next.number) + " (" +
                              std::string(next.name) + ") failed; nothing of it was kept";
    return std::unexpected(std::move(ran).error());
  }
  TRY(session.execute(kAdd, Params::of(next.number, next.name, next.checksum, next.compatible_with,
                                       clock.now(), version)));
  return true;
}

}  // namespace

base::Done migrate(Session& session, std::span<const Migration> known, std::string_view version,
                   const base::Clock& clock, base::Log& log) {
  // Most starts find nothing to do, and then take no lock.
  TRY_VAL(before, state_of(session, known));
  std::size_t left = before.pending.size();
  while (left > 0) {
    TRY(session.begin_alone());
    auto went = apply_next(session, known, version, clock);
    if (!went) {
      if (auto back = session.script("ROLLBACK"); !back) {
        log.warn("migration.rollback_failed", {{"detail", back.error().detail}});
      }
      return std::unexpected(std::move(went).error());
    }
    TRY(session.script("COMMIT"));
    left = *went ? left : 0;
  }
  TRY_VAL(after, state_of(session, known));
  if (!before.pending.empty()) {
    log.info("migration.applied", {{"from", before.current}, {"to", after.current}});
  }
  return {};
}

base::Result<SchemaState> state_of(Executor& session, std::span<const Migration> known) {
  TRY_VAL(done, applied(session));
  TRY_VAL(pending, plan(known, done));
  SchemaState state{.current = done.empty() ? 0 : done.back().number,
                    .known = known.empty() ? 0 : known.back().number,
                    .pending = {}};
  for (const Migration& migration : pending) {
    state.pending.push_back({migration.number, std::string(migration.name)});
  }
  return state;
}

std::span<const Query* const> schema_queries() {
  static constexpr const Query* kAll[] = {&kTables, &kRemember, &kApplied, &kAdd};
  return kAll;
}

}  // namespace storage
