#include "storage/sql/user_store.h"

#include <algorithm>

#include "storage/sql/administrators.h"
#include "storage/sql/consent_rows.h"
#include "storage/sql/identity_rows.h"
#include "storage/sql/ordered_id.h"
#include "storage/sql/session_rows.h"
#include "storage/sql/user_rows.h"
#include "storage/sql/visit_rows.h"

namespace storage::sql {
namespace {

namespace users = identity::users;
using identity::sessions::Ending;
using users::Standing;
using users::Status;
using users::User;
using users::UserId;
using users::Written;

// $21, $22: the address and the number that nobody else may have.
constexpr Query kUpdate{
    .name = "users.update",
    .text =
        "UPDATE users SET version = version + 1, status = $3, username = $4, username_key = $5, "
        "name = $6, email = $7, email_key = $8, email_verified_at = $9, no_hp = $10, "
        "phone_key = $11, phone_verified_at = $12, nip = $13, email_pp = $14, kd_satker = $15, "
        "nama_satker = $16, role = $17, claims = $18, attributes = $19, updated_at = $20, "
        "last_login_at = CASE WHEN $3 = 'erased' THEN NULL ELSE last_login_at END "
        "WHERE id = $1 AND version = $2 "
        "AND NOT EXISTS (SELECT 1 FROM users AS o WHERE o.username_key = $5 AND o.id <> $1) "
        "AND NOT EXISTS (SELECT 1 FROM users AS o WHERE o.email_key = $21 "
        "AND o.email_verified_at IS NOT NULL AND o.id <> $1) "
        "AND NOT EXISTS (SELECT 1 FROM users AS o WHERE o.phone_key = $22 "
        "AND o.phone_verified_at IS NOT NULL AND o.id <> $1) "
        "AND ($3 = 'active' OR status <> 'active' OR NOT EXISTS (SELECT 1 FROM grants "
        "WHERE name = 'administrator' AND user_id = $1) OR " GAPURA_OTHER_ADMINISTRATOR
        ") RETURNING version, last_login_at",
    .touches = {base::Thing::person}};
constexpr Query kVersion{.name = "users.version",
                         .text = "SELECT version FROM users WHERE id = $1"};
constexpr Query kForgetPassword{.name = "users.forget_password",
                                .text = "DELETE FROM passwords WHERE user_id = $1"};
constexpr Query kForgetGrants{.name = "users.forget_grants",
                              .text = "DELETE FROM grants WHERE user_id = $1"};
constexpr Query kForgetSessions{.name = "users.forget_sessions",
                                .text = "DELETE FROM sessions WHERE user_id = $1",
                                .touches = {base::Thing::person}};
constexpr Query kForgetFamilies{.name = "users.forget_families",
                                .text = "DELETE FROM families WHERE user_id = $1",
                                .touches = {base::Thing::person}};
constexpr Query kForgetLogins{.name = "users.forget_logins",
                              .text = "DELETE FROM logins WHERE user_id = $1"};

constexpr Query kStanding{
    .name = "users.standing",
    .text = "SELECT " GAPURA_STANDING_COLUMNS " FROM users AS u WHERE u.id = $1"};
constexpr Query kFind{.name = "users.find",
                      .text = "SELECT " GAPURA_USER_COLUMNS " FROM users WHERE id = $1"};
constexpr Query kFindBySub{.name = "users.find_by_sub",
                           .text = "SELECT " GAPURA_USER_COLUMNS " FROM users WHERE sub = $1"};
constexpr Query kFindByUsername{
    .name = "users.find_by_username",
    .text = "SELECT " GAPURA_USER_COLUMNS " FROM users WHERE username_key = $1"};
constexpr Query kFindByEmail{.name = "users.find_by_email",
                             .text = "SELECT " GAPURA_USER_COLUMNS
                                     " FROM users WHERE email_key = $1 ORDER BY "
                                     "CASE WHEN email_verified_at IS NULL THEN 1 ELSE 0 END, id "
                                     "LIMIT 1"};
constexpr Query kFindByPhone{.name = "users.find_by_phone",
                             .text = "SELECT " GAPURA_USER_COLUMNS
                                     " FROM users WHERE phone_key = $1 ORDER BY "
                                     "CASE WHEN phone_verified_at IS NULL THEN 1 ELSE 0 END, id "
                                     "LIMIT 1"};

#define GAPURA_FILTER                                                                         \
  "AND ($3 = '' OR status = $3) AND (CAST($4 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM grants " \
  "WHERE grants.name = 'administrator' AND grants.user_id = users.id)) "                      \
  "ORDER BY id LIMIT $2"
constexpr Query kList{
    .name = "users.list",
    .text = "SELECT " GAPURA_USER_COLUMNS " FROM users WHERE id > $1 " GAPURA_FILTER};
// $5 up to $6: every key with the prefix.
constexpr Query kListByPrefix{
    .name = "users.list_by_prefix",
    .text = "SELECT " GAPURA_USER_COLUMNS
            " FROM users WHERE id > $1 AND ((username_key >= $5 AND "
            "username_key < $6) OR (email_key >= $5 AND email_key < $6)) " GAPURA_FILTER};
#undef GAPURA_FILTER

// The last character there is: no key has it, so that it ends the keys of a prefix.
constexpr std::string_view kLastCharacter = "\xf4\x8f\xbf\xbf";

// Somebody took a name between the look and the write, or gave it back: what is true now is asked
// again.
constexpr int kTries = 5;

std::unexpected<base::Error> look_again() {
  return base::reject(base::ErrorCode::conflict, "", "somebody else writes the same names");
}

Write<Written> add_row(Tx& tx, const UserColumns* row, const audit::Event* event) {
  const User& user = row->user;
  const Rows added = co_await insert_user(tx, *row);
  if (added.empty()) {
    const Rows taken = co_await tx.run(kNamesTaken, std::int64_t{0}, row->username_key,
                                       row->own_email, row->own_phone);
    if (taken.empty()) {
      co_return look_again();
    }
    co_return Written(users::Taken{taken.text(0, 0)});
  }
  User there = user;
  there.id = UserId{added.integer(0, 0)};
  there.version = 1;
  there.last_login_at.reset();
  audit::Event named = *event;
  named.subject = users::subject_of(there.id);
  tx.audit(std::move(named));
  co_return Written(std::move(there));
}

Write<Written> update_row(Tx& tx, const UserColumns* row, const audit::Event* event,
                          const Ending* ending) {
  const User& user = row->user;
  const std::int64_t id = user.id.value;
  if (user.status != Status::active) {
    co_await tx.run(kAdministratorsAlone);
  }
  const Rows updated = co_await tx.run(
      kUpdate, id, user.version, row->status, user.username, row->username_key, user.name,
      user.email, row->email_key, user.email_verified_at, user.no_hp, row->phone_key,
      user.phone_verified_at, user.nip, row->email_pp, user.kd_satker, user.nama_satker, user.role,
      row->claims, row->attributes, user.updated_at, row->own_email, row->own_phone);
  if (updated.empty()) {
    const Rows version = co_await tx.run(kVersion, id);
    if (version.empty() || version.integer(0, 0) != user.version) {
      co_return Written(users::Stale{});
    }
    const Rows taken =
        co_await tx.run(kNamesTaken, id, row->username_key, row->own_email, row->own_phone);
    if (!taken.empty()) {
      co_return Written(users::Taken{taken.text(0, 0)});
    }
    if (user.status == Status::active) {
      co_return look_again();
    }
    co_return Written(users::LastAdministrator{});
  }
  if (user.status == Status::erased) {
    co_await tx.run(kForgetPassword, id);
    co_await tx.run(kForgetGrants, id);
    // In this order: a visit that begins meanwhile holds its session.
    co_await tx.run(kForgetSessions, id);
    co_await tx.run(kEndVisitsOfUser, id, user.updated_at, base::BytesView());
    co_await tx.run(kForgetLogins, id);
    co_await tx.run(kForgetQuestionsOfUser, id);
    co_await tx.run(kForgetConsentsOfUser, id);
    co_await tx.run(kForgetFamilies, id);
    co_await tx.run(kBlankIdentitiesOfUser, id);
  }
  tx.audit(*event);
  if (ending != nullptr) {
    const base::BytesView keep = octets_of(ending->keep);
    const Rows ended = co_await tx.run(kEndSessionsOfUser, id, ending->at, keep);
    co_await tx.run(kEndVisitsOfUser, id, ending->at, keep);
    if (ended.changed() > 0) {
      tx.audit(ending->event);
    }
  }
  User there = user;
  there.version = updated.integer(0, 0);
  there.last_login_at = updated.is_null(0, 1) ? std::nullopt : std::optional(updated.instant(0, 1));
  co_return Written(std::move(there));
}

// Who leaves the active ones may leave the administrators.
Order order_of(const User& user, const OrderedId& key) {
  return user.status == Status::active ? Order{.table = "users", .key = key.bytes()}
                                       : kAdministratorsFirst;
}

template <class Attempt>
base::Result<Written> until_it_is_clear(Attempt attempt) {
  for (int tries = 1;; ++tries) {
    auto written = attempt();
    if (written || written.error().code != base::ErrorCode::conflict || tries == kTries) {
      return written;
    }
  }
}

}  // namespace

base::Result<Written> UserStore::add(const User& user, const users::Keys& keys,
                                     const audit::Event& event) {
  const UserColumns columns(user, keys);
  const OrderedId key(user.id.value);
  return until_it_is_clear([&] {
    return writer_.write(order_of(user, key),
                         [&](Tx& tx) { return add_row(tx, &columns, &event); });
  });
}

base::Result<Written> UserStore::update(const User& user, const users::Keys& keys,
                                        const audit::Event& event) {
  return change(user, keys, event, nullptr);
}

base::Result<Written> UserStore::update_and_end(const User& user, const users::Keys& keys,
                                                const audit::Event& event, const Ending& ending) {
  auto written = change(user, keys, event, &ending);
  if (written) {
    bell_.ring();
  }
  return written;
}

base::Result<Written> UserStore::change(const User& user, const users::Keys& keys,
                                        const audit::Event& event, const Ending* ending) {
  const UserColumns columns(user, keys);
  const OrderedId key(user.id.value);
  return until_it_is_clear([&] {
    return writer_.write(order_of(user, key),
                         [&](Tx& tx) { return update_row(tx, &columns, &event, ending); });
  });
}

base::Result<Written> UserStore::erase(const User& blank, const audit::Event& event) {
  auto erased = update(blank, {}, event);
  if (erased) {
    bell_.ring();
  }
  return erased;
}

base::Result<std::optional<Standing>> UserStore::standing(UserId id) {
  TRY_VAL(rows, reader_.read(kStanding, Params::of(id.value)));
  if (rows.empty()) {
    return std::optional<Standing>();
  }
  return std::optional(standing_of(rows, 0));
}

base::Result<std::optional<User>> UserStore::find_one(const Query& query, const Param& key) {
  TRY_VAL(rows, reader_.read(query, Params::of(key)));
  if (rows.empty()) {
    return std::optional<User>();
  }
  TRY_VAL(user, user_of(rows, 0));
  return std::optional(std::move(user));
}

base::Result<std::optional<User>> UserStore::find(UserId id) { return find_one(kFind, id.value); }

base::Result<std::optional<User>> UserStore::find_by_sub(const std::string& sub) {
  return find_one(kFindBySub, std::string_view(sub));
}

base::Result<std::optional<User>> UserStore::find_by_name(const identity::names::Name& name) {
  const std::string_view key = name.key;
  switch (name.kind) {
    case identity::names::Kind::username:
      return find_one(kFindByUsername, key);
    case identity::names::Kind::email:
      return find_one(kFindByEmail, key);
    case identity::names::Kind::phone:
      return find_one(kFindByPhone, key);
    case identity::names::Kind::nothing:
      return std::optional<User>();
  }
  std::unreachable();
}

base::Result<std::vector<User>> UserStore::list(const users::Filter& filter,
                                                const users::Cursor& cursor) {
  const auto limit = static_cast<std::int64_t>(std::min<std::size_t>(cursor.limit, INT64_MAX));
  const std::string_view status = filter.status ? users::to_string(*filter.status) : "";
  const std::int64_t administrators = filter.administrators ? 1 : 0;
  const std::string end = filter.prefix + std::string(kLastCharacter);
  auto read =
      filter.prefix.empty()
          ? reader_.read(kList, Params::of(cursor.after.value, limit, status, administrators))
          : reader_.read(kListByPrefix, Params::of(cursor.after.value, limit, status,
                                                   administrators, filter.prefix, end));
  TRY_VAL(rows, std::move(read));
  std::vector<User> found;
  found.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    TRY_VAL(user, user_of(rows, row));
    found.push_back(std::move(user));
  }
  return found;
}

std::span<const Query* const> UserStore::queries() {
  static constexpr const Query* kQueries[] = {
      &kAddUser,      &kUpdate,         &kVersion,        &kNamesTaken,     &kForgetPassword,
      &kForgetGrants, &kForgetSessions, &kForgetLogins,   &kForgetFamilies, &kStanding,
      &kFind,         &kFindBySub,      &kFindByUsername, &kFindByEmail,    &kFindByPhone,
      &kList,         &kListByPrefix};
  return kQueries;
}

}  // namespace storage::sql
