#include "storage/sql/grant_store.h"

#include "storage/sql/administrators.h"

namespace storage::sql {

// Not inline constants: an engine keeps its prepared statements by a query's address. Any number
// will do, as long as every version of the program takes the same.
constinit const Query kAdministratorsAlone{
    .name = "grants.alone",
    .text = "SELECT 0",
    .postgres_text = "SELECT pg_advisory_xact_lock(7306365173492)"};

namespace {

using identity::users::Revocation;
using identity::users::UserId;

constexpr Query kHas{.name = "grants.has",
                     .text = "SELECT granted_at FROM grants WHERE name = $1 AND user_id = $2"};
constexpr Query kHolders{.name = "grants.holders",
                         .text =
                             "SELECT users.id FROM grants JOIN users ON users.id = grants.user_id "
                             "WHERE grants.name = $1 AND users.status = 'active' "
                             "ORDER BY users.id"};
// Where the row of the person could be erased beside it, it is held.
#define GAPURA_ADD                                                               \
  "INSERT INTO grants (user_id, name, granted_at) SELECT id, CAST($2 AS TEXT), " \
  "CAST($3 AS BIGINT) FROM users WHERE id = $1 AND status <> 'erased'"
constexpr Query kAdd{
    .name = "grants.add",
    .text = GAPURA_ADD " ON CONFLICT (name, user_id) DO NOTHING",
    .postgres_text = GAPURA_ADD " FOR SHARE ON CONFLICT (name, user_id) DO NOTHING"};
#define GAPURA_ADD_FIRST                                                \
  GAPURA_ADD                                                            \
  " AND NOT EXISTS (SELECT 1 FROM grants AS held JOIN users AS holder " \
  "ON holder.id = held.user_id WHERE held.name = $2 AND holder.status = 'active')"
// A person who is not active may hold it already.
#define GAPURA_AGAIN " ON CONFLICT (name, user_id) DO UPDATE SET granted_at = excluded.granted_at"
constexpr Query kAddFirst{.name = "grants.add_first",
                          .text = GAPURA_ADD_FIRST GAPURA_AGAIN,
                          .postgres_text = GAPURA_ADD_FIRST " FOR SHARE" GAPURA_AGAIN};
#undef GAPURA_AGAIN
#undef GAPURA_ADD_FIRST
#undef GAPURA_ADD
constexpr Query kRemove{
    .name = "grants.remove",
    .text =
        "DELETE FROM grants WHERE user_id = $1 AND name = $2 AND (NOT EXISTS (SELECT 1 FROM users "
        "WHERE users.id = $1 AND users.status = 'active') OR " GAPURA_OTHER_ADMINISTRATOR ")"};

Write<bool> add_row(Tx& tx, std::int64_t id, std::string_view name, base::Instant at,
                    const audit::Event* event) {
  const Rows rows = co_await tx.run(kAdd, id, name, at);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Write<bool> add_first_row(Tx& tx, std::int64_t id, std::string_view name, base::Instant at,
                          const audit::Event* event) {
  co_await tx.run(kAdministratorsAlone);
  const Rows rows = co_await tx.run(kAddFirst, id, name, at);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Write<Revocation> remove_row(Tx& tx, std::int64_t id, std::string_view name,
                             const audit::Event* event) {
  co_await tx.run(kAdministratorsAlone);
  const Rows rows = co_await tx.run(kRemove, id, name);
  if (rows.changed() == 0) {
    const Rows held = co_await tx.run(kHas, name, id);
    co_return held.empty() ? Revocation::not_held : Revocation::last_administrator;
  }
  tx.audit(*event);
  co_return Revocation::revoked;
}

}  // namespace

base::Result<bool> GrantStore::has(UserId id, Grant grant) {
  TRY_VAL(rows, reader_.read(kHas, Params::of(identity::users::to_string(grant), id.value)));
  return !rows.empty();
}

base::Result<std::vector<UserId>> GrantStore::holders(Grant grant) {
  TRY_VAL(rows, reader_.read(kHolders, Params::of(identity::users::to_string(grant))));
  std::vector<UserId> found;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    found.push_back(UserId{rows.integer(row, 0)});
  }
  return found;
}

base::Result<bool> GrantStore::add(UserId id, Grant grant, base::Instant at,
                                   const audit::Event& event) {
  return writer_.write(kAdministratorsFirst, [&](Tx& tx) {
    return add_row(tx, id.value, identity::users::to_string(grant), at, &event);
  });
}

base::Result<bool> GrantStore::add_first(UserId id, Grant grant, base::Instant at,
                                         const audit::Event& event) {
  return writer_.write(kAdministratorsFirst, [&](Tx& tx) {
    return add_first_row(tx, id.value, identity::users::to_string(grant), at, &event);
  });
}

base::Result<Revocation> GrantStore::remove(UserId id, Grant grant, const audit::Event& event) {
  return writer_.write(kAdministratorsFirst, [&](Tx& tx) {
    return remove_row(tx, id.value, identity::users::to_string(grant), &event);
  });
}

std::span<const Query* const> GrantStore::queries() {
  static constexpr const Query* kQueries[] = {
      &kAdministratorsAlone, &kHas, &kHolders, &kAdd, &kAddFirst, &kRemove};
  return kQueries;
}

}  // namespace storage::sql
