#include "storage/sql/session_store.h"

#include <algorithm>

namespace storage::sql {
namespace {

constexpr Query kOpen{
    .name = "sessions.open",
    .text =
        "INSERT INTO sessions (id, hash, user_id, level, authenticated_at, idle_until, "
        "absolute_until, gone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT DO NOTHING"};
constexpr Query kFind{
    .name = "sessions.find",
    .text =
        "SELECT id, hash, user_id, level, authenticated_at, idle_until, absolute_until "
        "FROM sessions WHERE hash = $1 AND gone_at > $2"};
constexpr Query kEnd{
    .name = "sessions.end",
    .text = "UPDATE sessions SET ended_at = $2, gone_at = $2 WHERE id = $1 AND gone_at > $2"};
constexpr Query kSweep{
    .name = "sessions.sweep",
    .text =
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE gone_at <= $1 "
        "ORDER BY gone_at LIMIT $2)",
    .postgres_text =
        "DELETE FROM sessions WHERE id = ANY (ARRAY(SELECT id FROM sessions "
        "WHERE gone_at <= $1 ORDER BY gone_at LIMIT $2 FOR UPDATE SKIP LOCKED))"};

Write<void> open_row(Tx& tx, const mint::SessionRow* row, const audit::Event* event) {
  const Rows rows = co_await tx.run(kOpen, row->id.bytes(), row->hash, row->user_id, row->level,
                                    row->authenticated_at, row->idle_until, row->absolute_until,
                                    std::min(row->idle_until, row->absolute_until));
  if (rows.changed() == 0) {
    co_return base::reject(base::ErrorCode::conflict, "", "the session exists already");
  }
  tx.audit(*event);
  co_return base::Done{};
}

Write<bool> end_row(Tx& tx, const mint::SessionId* id, base::Instant now,
                    const audit::Event* event) {
  const Rows rows = co_await tx.run(kEnd, id->bytes(), now);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Write<std::size_t> sweep_rows(Tx& tx, base::Instant now, std::int64_t limit) {
  const Rows rows = co_await tx.run(kSweep, now, limit);
  co_return rows.changed();
}

Order order_of(base::BytesView id) { return {.table = "sessions", .key = id}; }

}  // namespace

base::Done SessionStore::open(const mint::SessionRow& row, const audit::Event& event) {
  return writer_.write(order_of(row.id.bytes()),
                       [&](Tx& tx) { return open_row(tx, &row, &event); });
}

base::Result<std::optional<mint::SessionRow>> SessionStore::find(base::BytesView hash,
                                                                 base::Instant now) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(hash, now)));
  if (rows.empty()) {
    return std::optional<mint::SessionRow>();
  }
  const auto id = mint::SessionId::from(base::bytes_of(rows.octets(0, 0)));
  if (!id) {
    return base::reject(base::ErrorCode::internal, "", "a session's row is damaged",
                        "the id is not 16 octets");
  }
  return std::optional(mint::SessionRow{.id = *id,
                                        .hash = rows.bytes(0, 1),
                                        .user_id = rows.integer(0, 2),
                                        .level = rows.text(0, 3),
                                        .authenticated_at = rows.instant(0, 4),
                                        .idle_until = rows.instant(0, 5),
                                        .absolute_until = rows.instant(0, 6)});
}

base::Result<bool> SessionStore::end(const mint::SessionId& id, base::Instant now,
                                     const audit::Event& event) {
  return writer_.write(order_of(id.bytes()), [&](Tx& tx) { return end_row(tx, &id, now, &event); });
}

base::Result<std::size_t> SessionStore::sweep(base::Instant now, std::size_t limit) {
  return writer_.write(
      order_of({}), [&](Tx& tx) { return sweep_rows(tx, now, static_cast<std::int64_t>(limit)); });
}

std::span<const Query* const> SessionStore::queries() {
  static constexpr const Query* kQueries[] = {&kOpen, &kFind, &kEnd, &kSweep};
  return kQueries;
}

}  // namespace storage::sql
