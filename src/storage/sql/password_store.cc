#include "storage/sql/password_store.h"

#include "storage/sql/family_rows.h"
#include "storage/sql/ordered_id.h"
#include "storage/sql/session_rows.h"
#include "storage/sql/visit_rows.h"

namespace storage::sql {
namespace {

using identity::passwords::PasswordRow;
using identity::sessions::Ending;
using identity::users::UserId;

constexpr Query kFind{.name = "passwords.find",
                      .text = "SELECT hash, set_at FROM passwords WHERE user_id = $1"};
// Where others write at the same time, the row of the person is held: whoever erases them, and
// whoever opens a session for them, comes before this or after it.
#define GAPURA_PUT                                                              \
  "INSERT INTO passwords (user_id, hash, set_at) SELECT id, CAST($2 AS TEXT), " \
  "CAST($3 AS BIGINT) FROM users WHERE id = $1 AND status <> 'erased'"
#define GAPURA_REPLACE \
  " ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at"
constexpr Query kPut{.name = "passwords.put",
                     .text = GAPURA_PUT GAPURA_REPLACE,
                     .postgres_text = GAPURA_PUT " FOR SHARE" GAPURA_REPLACE};
constexpr Query kPutFirst{
    .name = "passwords.put_first",
    .text = GAPURA_PUT " ON CONFLICT (user_id) DO NOTHING",
    .postgres_text = GAPURA_PUT " FOR SHARE ON CONFLICT (user_id) DO NOTHING"};
#undef GAPURA_REPLACE
#undef GAPURA_PUT
constexpr Query kHold{.name = "passwords.hold",
                      .text = "SELECT id FROM users WHERE id = $1",
                      .postgres_text = "SELECT id FROM users WHERE id = $1 FOR SHARE"};
constexpr Query kReplace{
    .name = "passwords.replace",
    .text = "UPDATE passwords SET hash = $2, set_at = $3 WHERE user_id = $1 AND set_at = $4"};
constexpr Query kRehash{.name = "passwords.rehash",
                        .text = "UPDATE passwords SET hash = $3 WHERE user_id = $1 AND hash = $2"};

Write<bool> put_row(Tx& tx, const Query* put, std::int64_t id, const PasswordRow* row,
                    const audit::Event* event, const Ending* ending) {
  const Rows rows = co_await tx.run(*put, id, row->hash, row->set_at);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  const base::BytesView keep = octets_of(ending->keep);
  const Rows ended = co_await tx.run(kEndSessionsOfUser, id, ending->at, keep);
  co_await tx.run(kEndVisitsOfUser, id, ending->at, keep);
  co_await tx.run(kEndOutliving, id, ending->at);
  if (ended.changed() > 0) {
    tx.audit(ending->event);
  }
  co_return true;
}

Write<bool> replace_row(Tx& tx, std::int64_t id, base::Instant since, const PasswordRow* row,
                        const audit::Event* event, const Ending* ending) {
  co_await tx.run(kHold, id);
  const Rows rows = co_await tx.run(kReplace, id, row->hash, row->set_at, since);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  const base::BytesView keep = octets_of(ending->keep);
  const Rows ended = co_await tx.run(kEndSessionsOfUser, id, ending->at, keep);
  co_await tx.run(kEndVisitsOfUser, id, ending->at, keep);
  co_await tx.run(kEndOutliving, id, ending->at);
  if (ended.changed() > 0) {
    tx.audit(ending->event);
  }
  co_return true;
}

Write<void> rehash_row(Tx& tx, std::int64_t id, const std::string* old_hash,
                       const std::string* new_hash) {
  co_await tx.run(kRehash, id, *old_hash, *new_hash);
  co_return base::Done{};
}

}  // namespace

base::Result<std::optional<PasswordRow>> PasswordStore::find(UserId id) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(id.value)));
  if (rows.empty()) {
    return std::optional<PasswordRow>();
  }
  return std::optional(PasswordRow{.hash = rows.text(0, 0), .set_at = rows.instant(0, 1)});
}

base::Done PasswordStore::put(UserId id, const PasswordRow& row, const audit::Event& event,
                              const Ending& ending) {
  const OrderedId key(id.value);
  TRY_VAL(done, writer_.write({.table = "passwords", .key = key.bytes()}, [&](Tx& tx) {
    return put_row(tx, &kPut, id.value, &row, &event, &ending);
  }));
  if (!done) {
    return base::reject(base::ErrorCode::not_found, "user.unknown", "there is no such user");
  }
  bell_.ring();
  return {};
}

base::Result<bool> PasswordStore::put_first(UserId id, const PasswordRow& row,
                                            const audit::Event& event, const Ending& ending) {
  const OrderedId key(id.value);
  TRY_VAL(done, writer_.write({.table = "passwords", .key = key.bytes()}, [&](Tx& tx) {
    return put_row(tx, &kPutFirst, id.value, &row, &event, &ending);
  }));
  if (done) {
    bell_.ring();
  }
  return done;
}

base::Result<bool> PasswordStore::replace(UserId id, base::Instant since, const PasswordRow& row,
                                          const audit::Event& event, const Ending& ending) {
  const OrderedId key(id.value);
  TRY_VAL(replaced, writer_.write({.table = "passwords", .key = key.bytes()}, [&](Tx& tx) {
    return replace_row(tx, id.value, since, &row, &event, &ending);
  }));
  if (replaced) {
    bell_.ring();
  }
  return replaced;
}

base::Done PasswordStore::rehash(UserId id, const std::string& old_hash,
                                 const std::string& new_hash) {
  const OrderedId key(id.value);
  return writer_.write({.table = "passwords", .key = key.bytes()},
                       [&](Tx& tx) { return rehash_row(tx, id.value, &old_hash, &new_hash); });
}

std::span<const Query* const> PasswordStore::queries() {
  static constexpr const Query* kQueries[] = {&kFind, &kPut,     &kPutFirst,
                                              &kHold, &kReplace, &kRehash};
  return kQueries;
}

}  // namespace storage::sql
