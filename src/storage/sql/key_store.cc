#include "storage/sql/key_store.h"

namespace storage::sql {
namespace {

// The index of algorithm and generation has all that it reads.
constexpr Query kTally{
    .name = "keys.tally",
    .text = "SELECT COUNT(*), CAST(COALESCE(SUM(generation), 0) AS BIGINT) FROM signing_keys"};
constexpr Query kAll{
    .name = "keys.all",
    .text =
        "SELECT kid, algorithm, generation, public_jwk, sealed_private, created_at, sign_from, "
        "sign_until, remove_at FROM signing_keys ORDER BY algorithm, generation"};
constexpr Query kAdd{
    .name = "keys.add",
    .text =
        "INSERT INTO signing_keys (kid, algorithm, generation, public_jwk, sealed_private, "
        "created_at, sign_from, sign_until, remove_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (algorithm, generation) DO NOTHING"};
constexpr Query kReschedule{
    .name = "keys.reschedule",
    .text = "UPDATE signing_keys SET sign_until = $2, remove_at = $3 WHERE kid = $1"};
constexpr Query kRemove{.name = "keys.remove",
                        .text = "DELETE FROM signing_keys WHERE kid = $1 AND remove_at <= $2"};

Write<bool> add_row(Tx& tx, const keys::KeyRow* row, const audit::Event* event) {
  const Rows rows = co_await tx.run(kAdd, row->kid, row->algorithm, row->generation,
                                    row->public_jwk, row->sealed_private, row->created_at,
                                    row->sign_from, row->sign_until, row->remove_at);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Write<void> reschedule_row(Tx& tx, const std::string* kid, base::Instant sign_until,
                           base::Instant remove_at, const audit::Event* event) {
  const Rows rows = co_await tx.run(kReschedule, *kid, sign_until, remove_at);
  if (rows.changed() == 0) {
    co_return base::reject(base::ErrorCode::not_found, "", "there is no key " + *kid);
  }
  tx.audit(*event);
  co_return base::Done{};
}

Write<bool> remove_row(Tx& tx, const std::string* kid, base::Instant remove_at,
                       const audit::Event* event) {
  const Rows rows = co_await tx.run(kRemove, *kid, remove_at);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Order order_of(std::string_view key) {
  return {.table = "signing_keys", .key = base::bytes_of(key)};
}

}  // namespace

base::Result<keys::KeyTally> KeyStore::tally() {
  TRY_VAL(rows, reader_.read(kTally, {}));
  return keys::KeyTally{.keys = rows.integer(0, 0), .generations = rows.integer(0, 1)};
}

base::Result<std::vector<keys::KeyRow>> KeyStore::all() {
  TRY_VAL(rows, reader_.read(kAll, {}));
  std::vector<keys::KeyRow> found;
  found.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    found.push_back({.kid = rows.text(row, 0),
                     .algorithm = rows.text(row, 1),
                     .generation = rows.integer(row, 2),
                     .public_jwk = rows.text(row, 3),
                     .sealed_private = rows.bytes(row, 4),
                     .created_at = rows.instant(row, 5),
                     .sign_from = rows.instant(row, 6),
                     .sign_until = rows.instant(row, 7),
                     .remove_at = rows.instant(row, 8)});
  }
  return found;
}

base::Result<bool> KeyStore::add(const keys::KeyRow& row, const audit::Event& event) {
  return writer_.write(order_of(row.kid), [&](Tx& tx) { return add_row(tx, &row, &event); });
}

base::Done KeyStore::reschedule(const std::string& kid, base::Instant sign_until,
                                base::Instant remove_at, const audit::Event& event) {
  return writer_.write(order_of(kid), [&](Tx& tx) {
    return reschedule_row(tx, &kid, sign_until, remove_at, &event);
  });
}

base::Result<bool> KeyStore::remove(const std::string& kid, base::Instant remove_at,
                                    const audit::Event& event) {
  return writer_.write(order_of(kid),
                       [&](Tx& tx) { return remove_row(tx, &kid, remove_at, &event); });
}

std::span<const Query* const> KeyStore::queries() {
  static constexpr const Query* kQueries[] = {&kTally, &kAll, &kAdd, &kReschedule, &kRemove};
  return kQueries;
}

}  // namespace storage::sql
