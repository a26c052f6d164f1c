#include "storage/sql/identity_store.h"

#include <cstdint>
#include <utility>

#include "storage/sql/identity_rows.h"
#include "storage/sql/ordered_id.h"
#include "storage/sql/session_rows.h"
#include "storage/sql/user_rows.h"
#include "storage/sql/visit_rows.h"

namespace storage::sql {

const Query kBlankIdentitiesOfUser{
    .name = "identities.blank_user",
    .text = "UPDATE identities SET issuer = '', subject = '', label = '' WHERE user_id = $1"};

namespace {

namespace users = identity::users;
using federation::Identity;
using federation::SignedUp;
using federation::UnlinkOutcome;
using users::UserId;

// The person stays as they are until this is written: who is erased meanwhile gets no account, and
// of two that unlink their last two, on whatever node, one finds that it is the last.
constexpr Query kHoldUser{.name = "identities.hold_user",
                          .text = "SELECT status FROM users WHERE id = $1",
                          .postgres_text = "SELECT status FROM users WHERE id = $1 FOR UPDATE"};
constexpr Query kAdd{.name = "identities.add",
                     .text =
                         "INSERT INTO identities (key, issuer, subject, user_id, provider, label, "
                         "linked_at) VALUES ($1, $2, $3, $4, $5, $6, $7) "
                         "ON CONFLICT (key) DO NOTHING"};
// One statement: writes of one node share a transaction, and nothing that was read before it would
// still be so. $3 holds the issuers that let somebody in, each between two ends of line.
#define GAPURA_REMOVE                                                                     \
  "DELETE FROM identities WHERE key = $1 AND user_id = $2 AND "                           \
  "(EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_id = $2) OR EXISTS (SELECT 1 FROM " \
  "identities AS o WHERE o.user_id = $2 AND o.key <> $1 AND "
constexpr Query kRemove{.name = "identities.remove",
                        .text = GAPURA_REMOVE "instr($3, char(10) || o.issuer || char(10)) > 0))",
                        .postgres_text = GAPURA_REMOVE
                        "strpos(CAST($3 AS TEXT), chr(10) || o.issuer || chr(10)) > 0))"};
#undef GAPURA_REMOVE
constexpr Query kDropAddress{
    .name = "identities.drop_address",
    .text =
        "UPDATE users SET email = '', email_key = NULL, version = version + 1, updated_at = $3 "
        "WHERE id = $1 AND created_at = $2 AND email_key IS NULL AND email <> ''",
    .touches = {base::Thing::person}};
// For an operator who changes a provider or closes it: no index serves these two.
constexpr Query kPeopleOf{.name = "identities.people_of",
                          .text =
                              "SELECT DISTINCT user_id FROM identities WHERE issuer = $1 "
                              "AND user_id > $2 ORDER BY user_id LIMIT $3"};
constexpr Query kCountOf{.name = "identities.count_of",
                         .text = "SELECT COUNT(*) FROM identities WHERE issuer = $1"};
#define GAPURA_IDENTITY \
  "SELECT issuer, subject, user_id, provider, label, linked_at FROM identities "
constexpr Query kFind{.name = "identities.find", .text = GAPURA_IDENTITY "WHERE key = $1"};
constexpr Query kOf{.name = "identities.of",
                    .text = GAPURA_IDENTITY "WHERE user_id = $1 ORDER BY linked_at, key"};
#undef GAPURA_IDENTITY

Identity identity_in(const Rows& rows, std::size_t row) {
  return {.issuer = rows.text(row, 0),
          .subject = rows.text(row, 1),
          .user = UserId{rows.integer(row, 2)},
          .provider = rows.text(row, 3),
          .label = rows.text(row, 4),
          .linked_at = rows.instant(row, 5)};
}

struct NewPerson {
  const UserColumns columns;
  const Identity& identity;
  const base::Bytes key;
  const audit::Event& added;
  const audit::Event& linked;
};

// One node's loss of a race is undone whole: a conflict keeps nothing of the operation.
std::unexpected<base::Error> look_again() {
  return base::reject(base::ErrorCode::conflict, "", "somebody else writes the same names");
}

Write<SignedUp> sign_up_rows(Tx& tx, const NewPerson* person) {
  const Rows there = co_await tx.run(kFind, person->key);
  if (!there.empty()) {
    co_return SignedUp(federation::LinkedAlready{});
  }
  const UserColumns& columns = person->columns;
  const Rows added = co_await insert_user(tx, columns);
  if (added.empty()) {
    const Rows taken = co_await tx.run(kNamesTaken, std::int64_t{0}, columns.username_key,
                                       columns.own_email, columns.own_phone);
    if (taken.empty()) {
      co_return look_again();
    }
    co_return SignedUp(users::Taken{taken.text(0, 0)});
  }
  users::User user = columns.user;
  user.id = UserId{added.integer(0, 0)};
  user.version = 1;
  const Identity& identity = person->identity;
  const Rows linked =
      co_await tx.run(kAdd, person->key, identity.issuer, identity.subject, user.id.value,
                      identity.provider, identity.label, identity.linked_at);
  if (linked.changed() == 0) {
    co_return look_again();
  }
  for (audit::Event event : {person->added, person->linked}) {
    event.subject = users::subject_of(user.id);
    tx.audit(std::move(event));
  }
  co_return SignedUp(std::move(user));
}

Write<bool> link_row(Tx& tx, const Identity* identity, const base::Bytes* key,
                     const audit::Event* event) {
  const Rows held = co_await tx.run(kHoldUser, identity->user.value);
  if (held.empty() || held.octets(0, 0) == users::to_string(users::Status::erased)) {
    co_return false;
  }
  const Rows added =
      co_await tx.run(kAdd, *key, identity->issuer, identity->subject, identity->user.value,
                      identity->provider, identity->label, identity->linked_at);
  if (added.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Write<UnlinkOutcome> unlink_row(Tx& tx, const federation::Unlinking* unlinking,
                                const std::string* open) {
  const std::int64_t user = unlinking->user.value;
  co_await tx.run(kHoldUser, user);
  const Rows removed = co_await tx.run(kRemove, unlinking->key, user, *open);
  if (removed.changed() == 0) {
    const Rows there = co_await tx.run(kFind, unlinking->key);
    if (there.empty() || there.integer(0, 2) != user) {
      co_return UnlinkOutcome(federation::NotTheirs{});
    }
    co_return UnlinkOutcome(federation::LastWayIn{});
  }
  tx.audit(unlinking->event);
  const identity::sessions::Ending& ending = unlinking->ending;
  const Rows dropped = co_await tx.run(kDropAddress, user, unlinking->linked_at, ending.at);
  if (dropped.changed() > 0) {
    tx.audit(unlinking->address_dropped);
  }
  const base::BytesView keep = octets_of(ending.keep);
  const Rows ended = co_await tx.run(kEndSessionsOfUser, user, ending.at, keep);
  co_await tx.run(kEndVisitsOfUser, user, ending.at, keep);
  if (ended.changed() > 0) {
    tx.audit(ending.event);
  }
  co_return UnlinkOutcome(federation::Unlinked{});
}

constexpr int kTries = 5;

}  // namespace

base::Result<std::optional<Identity>> IdentityStore::find(base::BytesView key) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(key)));
  return rows.empty() ? std::nullopt : std::optional(identity_in(rows, 0));
}

base::Result<std::vector<Identity>> IdentityStore::of(UserId user) {
  TRY_VAL(rows, reader_.read(kOf, Params::of(user.value)));
  std::vector<Identity> all;
  all.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    all.push_back(identity_in(rows, row));
  }
  return all;
}

base::Result<SignedUp> IdentityStore::sign_up(const users::User& user, const users::Keys& keys,
                                              const Identity& identity, const audit::Event& added,
                                              const audit::Event& linked) {
  const NewPerson person{.columns = UserColumns(user, keys),
                         .identity = identity,
                         .key = federation::key_of(identity.issuer, identity.subject),
                         .added = added,
                         .linked = linked};
  for (int tries = 1;; ++tries) {
    auto signed_up = writer_.write({.table = "identities", .key = person.key},
                                   [&](Tx& tx) { return sign_up_rows(tx, &person); });
    if (signed_up || signed_up.error().code != base::ErrorCode::conflict || tries == kTries) {
      return signed_up;
    }
  }
}

base::Result<bool> IdentityStore::link(const Identity& identity, const audit::Event& event) {
  const base::Bytes key = federation::key_of(identity.issuer, identity.subject);
  const OrderedId order(identity.user.value);
  return writer_.write({.table = "users", .key = order.bytes()},
                       [&](Tx& tx) { return link_row(tx, &identity, &key, &event); });
}

base::Result<UnlinkOutcome> IdentityStore::unlink(const federation::Unlinking& unlinking) {
  // What is linked after this is no way in yet, and keeps what there is.
  TRY_VAL(identities, of(unlinking.user));
  std::string open = "\n";
  for (const Identity& identity : identities) {
    open += unlinking.open.let_in(identity) ? identity.issuer + "\n" : "";
  }
  const OrderedId order(unlinking.user.value);
  TRY_VAL(outcome, writer_.write({.table = "users", .key = order.bytes()},
                                 [&](Tx& tx) { return unlink_row(tx, &unlinking, &open); }));
  if (std::holds_alternative<federation::Unlinked>(outcome)) {
    bell_.ring();
  }
  return outcome;
}

base::Result<std::vector<UserId>> IdentityStore::people_of(const std::string& issuer, UserId after,
                                                           std::size_t most) {
  TRY_VAL(rows, reader_.read(kPeopleOf,
                             Params::of(issuer, after.value, static_cast<std::int64_t>(most))));
  std::vector<UserId> people;
  people.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    people.push_back({rows.integer(row, 0)});
  }
  return people;
}

base::Result<std::int64_t> IdentityStore::count_of(const std::string& issuer) {
  TRY_VAL(rows, reader_.read(kCountOf, Params::of(issuer)));
  return rows.integer(0, 0);
}

std::span<const Query* const> IdentityStore::queries() {
  static constexpr const Query* kQueries[] = {&kHoldUser,    &kAdd,      &kRemove,
                                              &kDropAddress, &kPeopleOf, &kCountOf,
                                              &kFind,        &kOf,       &kBlankIdentitiesOfUser};
  return kQueries;
}

}  // namespace storage::sql
