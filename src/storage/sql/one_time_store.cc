#include "storage/sql/one_time_store.h"

#include "storage/lingering.h"
#include "storage/sql/family_rows.h"

namespace storage::sql {
namespace {

constexpr Query kPut{.name = "one_time.put",
                     .text =
                         "INSERT INTO one_time (hash, purpose, bound, issued_at, expires_at) "
                         "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash, purpose) DO NOTHING"};
constexpr Query kSpend{.name = "one_time.spend",
                       .text =
                           "UPDATE one_time SET spent_at = $3 WHERE hash = $1 AND purpose = $2 "
                           "AND spent_at IS NULL AND expires_at > $3 RETURNING bound"};
// There is one first administrator: who spends a setup link spends every one there is, in one
// statement, so that of two used at once one is too late and leaves no account behind.
constexpr Query kSpendEach{
    .name = "one_time.spend_each",
    .text =
        "UPDATE one_time SET spent_at = $3 WHERE purpose = $2 AND spent_at IS NULL "
        "AND expires_at > $3 AND EXISTS (SELECT 1 FROM one_time AS meant WHERE meant.hash = $1 "
        "AND meant.purpose = $2 AND meant.spent_at IS NULL AND meant.expires_at > $3) "
        "RETURNING CAST(CASE WHEN hash = $1 THEN 0 ELSE 1 END AS BIGINT), bound"};
constexpr Query kLook{.name = "one_time.look",
                      .text =
                          "SELECT bound, spent_at FROM one_time WHERE hash = $1 AND purpose = $2 "
                          "AND spent_at IS NOT NULL"};
constexpr Query kBound{.name = "one_time.bound",
                       .text = "SELECT bound FROM one_time WHERE hash = $1 AND purpose = $2"};
constexpr Query kWaits{.name = "one_time.waits",
                       .text =
                           "SELECT purpose FROM one_time WHERE hash = $1 AND purpose = $2 "
                           "AND spent_at IS NULL AND expires_at > $3"};
// Two nodes that sweep at once pass over each other's rows instead of waiting for them.
constexpr Query kSweep{
    .name = "one_time.sweep",
    .text =
        "DELETE FROM one_time WHERE rowid IN (SELECT rowid FROM one_time "
        "WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
    .postgres_text =
        "DELETE FROM one_time WHERE ctid = ANY (ARRAY(SELECT ctid FROM one_time "
        "WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))"};

Write<void> put_row(Tx& tx, const mint::OneTime* row, std::string_view purpose,
                    const audit::Event* event) {
  const Rows rows =
      co_await tx.run(kPut, row->hash, purpose, row->bound, row->issued_at, row->expires_at);
  if (rows.changed() == 0) {
    co_return base::reject(base::ErrorCode::conflict, "", "the value is in use already");
  }
  tx.audit(*event);
  co_return base::Done{};
}

// Of whoever came too late; `seen` is what was taken before, if anything.
mint::Spent not_taken(Tx& tx, const Rows& seen, const mint::SpendEvents& events) {
  if (!seen.empty()) {
    tx.audit(events.replayed);
    return mint::Replayed{seen.text(0, 0), seen.instant(0, 1)};
  }
  tx.audit(events.unknown);
  return mint::Unknown{};
}

// What of it does not open is taken all the same.
Write<mint::Spent> spend_opening_row(Tx& tx, base::BytesView hash, base::Instant now,
                                     const mint::SpendEvents* events,
                                     const mint::Opening* opening) {
  const auto purpose = mint::to_string(mint::Purpose::authorization_code);
  const Rows taken = co_await tx.run(kSpend, hash, purpose, now);
  if (taken.empty()) {
    const Rows seen = co_await tx.run(kLook, hash, purpose);
    co_return not_taken(tx, seen, *events);
  }
  tx.audit(events->fresh);
  mint::Fresh fresh{.bound = taken.text(0, 0)};
  const Rows opened = co_await open_live(tx, opening->family);
  if (opened.changed() > 0) {
    tx.audit(opening->event);
    fresh.opened = opening->family.id;
  }
  co_return fresh;
}

Write<mint::Spent> spend_row(Tx& tx, std::string_view purpose, base::BytesView hash,
                             base::Instant now, const mint::SpendEvents* events) {
  if (purpose == mint::to_string(mint::Purpose::setup_link)) {
    const Rows each = co_await tx.run(kSpendEach, hash, purpose, now);
    for (std::size_t row = 0; row < each.size(); ++row) {
      if (each.integer(row, 0) == 0) {
        tx.audit(events->fresh);
        co_return mint::Fresh{each.text(row, 1)};
      }
    }
  } else {
    const Rows taken = co_await tx.run(kSpend, hash, purpose, now);
    if (!taken.empty()) {
      tx.audit(events->fresh);
      co_return mint::Fresh{taken.text(0, 0)};
    }
  }
  const Rows seen = co_await tx.run(kLook, hash, purpose);
  co_return not_taken(tx, seen, *events);
}

Write<std::size_t> sweep_rows(Tx& tx, base::Instant now, std::int64_t limit) {
  const Rows rows = co_await tx.run(kSweep, now, limit);
  co_return rows.changed();
}

Order order_of(base::BytesView hash) { return {.table = "one_time", .key = hash}; }

}  // namespace

base::Done OneTimeStore::put(const mint::OneTime& row, const audit::Event& event) {
  return writer_.write(order_of(row.hash), [&](Tx& tx) {
    return put_row(tx, &row, mint::to_string(row.purpose), &event);
  });
}

base::Result<mint::Spent> OneTimeStore::spend(mint::Purpose purpose, base::BytesView hash,
                                              base::Instant now, const mint::SpendEvents& events) {
  return writer_.write(order_of(hash), [&](Tx& tx) {
    return spend_row(tx, mint::to_string(purpose), hash, now, &events);
  });
}

base::Result<mint::Spent> OneTimeStore::spend_opening(base::BytesView hash, base::Instant now,
                                                      const mint::SpendEvents& events,
                                                      const mint::Opening& opening) {
  return writer_.write(order_of(hash),
                       [&](Tx& tx) { return spend_opening_row(tx, hash, now, &events, &opening); });
}

base::Result<std::optional<std::string>> OneTimeStore::bound(mint::Purpose purpose,
                                                             base::BytesView hash) {
  TRY_VAL(rows, reader_.read(kBound, Params::of(hash, mint::to_string(purpose))));
  return rows.empty() ? std::nullopt : std::optional(rows.text(0, 0));
}

base::Result<bool> OneTimeStore::waits(mint::Purpose purpose, base::BytesView hash,
                                       base::Instant now) {
  TRY_VAL(rows, reader_.read(kWaits, Params::of(hash, mint::to_string(purpose), now)));
  return !rows.empty();
}

base::Result<std::optional<mint::Replayed>> OneTimeStore::spent(mint::Purpose purpose,
                                                                base::BytesView hash) {
  TRY_VAL(rows, reader_.read(kLook, Params::of(hash, mint::to_string(purpose))));
  return rows.empty() ? std::nullopt
                      : std::optional(mint::Replayed{rows.text(0, 0), rows.instant(0, 1)});
}

base::Result<std::size_t> OneTimeStore::sweep(base::Instant now, std::size_t limit) {
  return writer_.write(order_of({}), [&](Tx& tx) {
    return sweep_rows(tx, now - kRecognised, static_cast<std::int64_t>(limit));
  });
}

std::span<const Query* const> OneTimeStore::queries() {
  static constexpr const Query* kQueries[] = {&kPut,   &kSpend, &kSpendEach, &kLook,
                                              &kBound, &kWaits, &kSweep};
  return kQueries;
}

}  // namespace storage::sql
