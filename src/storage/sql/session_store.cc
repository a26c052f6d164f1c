#include "storage/sql/session_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/json.h"
#include "storage/lingering.h"
#include "storage/sql/family_rows.h"
#include "storage/sql/login_rows.h"
#include "storage/sql/session_rows.h"
#include "storage/sql/user_rows.h"
#include "storage/sql/visit_rows.h"

namespace storage::sql {

// Not an inline constant: an engine keeps its prepared statements by a query's address.
constinit const Query kEndSessionsOfUser{.name = "sessions.end_all",
                                         .text =
                                             "UPDATE sessions SET ended_at = $2, gone_at = $2 "
                                             "WHERE user_id = $1 AND gone_at > $2 AND id <> $3",
                                         .touches = {base::Thing::person}};

namespace {

namespace json = base::json;
using identity::sessions::AtHand;
using identity::sessions::Found;
using identity::sessions::Level;
using identity::sessions::Session;
using identity::users::UserId;

// It holds the row of the person: who disables or erases them in another transaction comes before
// or after all of it.
constexpr Query kLogIn{
    .name = "sessions.log_in",
    .text = "UPDATE users SET last_login_at = $2 WHERE id = $1 AND status = 'active'",
    .touches = {base::Thing::person}};
// Who does in the same one has their turn in between, and may have ended the sessions that there
// were before this one was.
constexpr Query kStillActive{.name = "sessions.still_active",
                             .text = "SELECT id FROM users WHERE id = $1 AND status = 'active'"};
constexpr Query kOpen{
    .name = "sessions.open",
    .text =
        "INSERT INTO sessions (id, hash, user_id, level, authenticated_at, idle_until, "
        "absolute_until, gone_at, factors, remembered, opened_at, seen_at, agent, address) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13) "
        "ON CONFLICT DO NOTHING"};
constexpr Query kFind{.name = "sessions.find",
                      .text =
                          "SELECT id, hash, user_id, level, authenticated_at, idle_until, "
                          "absolute_until, opened_at, factors, remembered, agent, address "
                          "FROM sessions WHERE hash = $1 AND ended_at IS NULL AND gone_at > $2"};
constexpr Query kEnd{
    .name = "sessions.end",
    .text = "UPDATE sessions SET ended_at = $2, gone_at = $2 WHERE id = $1 AND gone_at > $2",
    .touches = {base::Thing::session}};
constexpr Query kEndOwnVisits{.name = "sessions.end_own_visits",
                              .text =
                                  "UPDATE visits SET ended_at = $2, due_at = $2 "
                                  "WHERE session_id = $1 AND user_id = $3 AND ended_at IS NULL"};
constexpr Query kEndOwn{.name = "sessions.end_own",
                        .text =
                            "UPDATE sessions SET ended_at = $2, gone_at = $2 "
                            "WHERE id = $1 AND gone_at > $2 AND user_id = $3",
                        .touches = {base::Thing::session}};
constexpr Query kLook{.name = "sessions.look",
                      .text = "SELECT " GAPURA_SESSION_COLUMNS ", " GAPURA_STANDING_COLUMNS
                              ", u.username, u.email, u.no_hp FROM "
                              "sessions LEFT JOIN users AS u ON u.id = sessions.user_id "
                              "WHERE sessions.hash = $1"};
constexpr Query kAtHand{.name = "sessions.at_hand",
                        .text = "SELECT " GAPURA_SESSION_COLUMNS ", " GAPURA_STANDING_COLUMNS
                                " FROM users AS u LEFT JOIN sessions ON sessions.id = $2 "
                                "AND sessions.user_id = u.id AND sessions.ended_at IS NULL "
                                "AND sessions.gone_at > $3 WHERE u.id = $1"};
constexpr Query kOf{
    .name = "sessions.of",
    .text = "SELECT " GAPURA_SESSION_COLUMNS
            " FROM sessions WHERE sessions.user_id = $1 "
            "AND sessions.ended_at IS NULL AND sessions.gone_at > $2 ORDER BY sessions.id DESC"};
constexpr Query kTouch{
    .name = "sessions.touch",
    .text =
        "UPDATE sessions SET seen_at = CASE WHEN seen_at < $2 THEN $2 ELSE seen_at END, "
        "idle_until = CASE WHEN idle_until < $3 THEN $3 ELSE idle_until END, "
        "gone_at = CASE WHEN ended_at IS NOT NULL OR idle_until >= $3 THEN gone_at "
        "WHEN absolute_until < $3 THEN absolute_until ELSE $3 END WHERE id = $1",
    .touches = {base::Thing::session}};
constexpr Query kSweep{
    .name = "sessions.sweep",
    .text =
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE gone_at <= $1 "
        "ORDER BY gone_at LIMIT $2)",
    .postgres_text =
        "DELETE FROM sessions WHERE id = ANY (ARRAY(SELECT id FROM sessions "
        "WHERE gone_at <= $1 ORDER BY gone_at LIMIT $2 FOR UPDATE SKIP LOCKED))"};

// A refusal, and no answer: the login that it would conclude stays as it is.
std::unexpected<base::Error> not_active() {
  return base::reject(base::ErrorCode::forbidden, "", "the person is not active");
}

Write<mint::SessionOpening> open_row(Tx& tx, const mint::SessionRow* row,
                                     const std::string* factors, const mint::Replaced* replaced,
                                     const std::optional<mint::Conclusion>* concluded,
                                     const audit::Event* event) {
  if (*concluded) {
    // A form that is sent twice is found out before anything is written.
    if (const auto& login = (*concluded)->row) {
      const Rows finished =
          co_await tx.run(kConcludeLogin, login->id.bytes(), login->version, row->user_id);
      if (finished.changed() == 0) {
        co_return mint::SessionOpening::overtaken;
      }
    }
    tx.audit((*concluded)->event);
  }
  const Rows active = co_await tx.run(kLogIn, row->user_id, row->opened_at);
  if (active.changed() == 0) {
    co_return not_active();
  }
  for (const mint::SessionId& id : replaced->ids) {
    const Rows ended = co_await tx.run(kEnd, id.bytes(), row->opened_at);
    if (ended.changed() > 0) {
      tx.audit(replaced->event);
      // Who proves again who they are keeps what applications were given. Of a session that was
      // over before nothing comes back to life.
      co_await tx.run(kMoveFamilies, id.bytes(), row->id.bytes(), row->user_id);
    }
    co_await tx.run(kMoveVisits, id.bytes(), row->id.bytes(), row->user_id,
                    row->absolute_until + kLingering);
    // What is left was somebody else's.
    co_await tx.run(kEndVisits, id.bytes(), row->opened_at);
  }
  const Rows opened = co_await tx.run(kOpen, row->id.bytes(), row->hash, row->user_id, row->level,
                                      row->authenticated_at, row->idle_until, row->absolute_until,
                                      std::min(row->idle_until, row->absolute_until), *factors,
                                      std::int64_t{row->details.remembered}, row->opened_at,
                                      row->details.agent, row->details.address);
  if (opened.changed() == 0) {
    co_return base::reject(base::ErrorCode::conflict, "", "the session exists already");
  }
  const Rows still = co_await tx.run(kStillActive, row->user_id);
  if (still.empty()) {
    co_return not_active();
  }
  tx.audit(*event);
  co_return mint::SessionOpening::opened;
}

Write<bool> end_row(Tx& tx, const mint::SessionId* id, base::Instant now,
                    const audit::Event* event) {
  const Rows rows = co_await tx.run(kEnd, id->bytes(), now);
  if (rows.changed() == 0) {
    co_return false;
  }
  co_await tx.run(kEndVisits, id->bytes(), now);
  tx.audit(*event);
  co_return true;
}

Write<bool> end_own_row(Tx& tx, std::int64_t user, const mint::SessionId* id, base::Instant now,
                        const audit::Event* event) {
  const Rows rows = co_await tx.run(kEndOwn, id->bytes(), now, user);
  co_await tx.run(kEndOwnVisits, id->bytes(), now, user);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Write<std::size_t> end_rows(Tx& tx, std::int64_t user, base::BytesView keep, base::Instant now,
                            const audit::Event* event) {
  const Rows rows = co_await tx.run(kEndSessionsOfUser, user, now, keep);
  // Those of sessions that have expired as well: their sites do not know that they have.
  co_await tx.run(kEndVisitsOfUser, user, now, keep);
  if (rows.changed() > 0) {
    tx.audit(*event);
  }
  co_return rows.changed();
}

Write<void> touch_row(Tx& tx, const mint::SessionId* id, base::Instant seen_at,
                      base::Instant idle_until) {
  co_await tx.run(kTouch, id->bytes(), seen_at, idle_until);
  co_return base::Done{};
}

Write<std::size_t> sweep_rows(Tx& tx, base::Instant gone, std::int64_t limit) {
  const Rows rows = co_await tx.run(kSweep, gone, limit);
  co_return rows.changed();
}

Order order_of(base::BytesView id) { return {.table = "sessions", .key = id}; }

base::Result<mint::SessionId> id_of(const Rows& rows, std::size_t row) {
  const auto id = mint::SessionId::from(base::bytes_of(rows.octets(row, 0)));
  if (!id) {
    return base::reject(base::ErrorCode::internal, "", "a session's row is damaged",
                        "the id is not 16 octets");
  }
  return *id;
}

base::Result<std::vector<std::string>> factors_of(std::string_view text) {
  TRY_VAL(array, base::parse_json(text));
  std::vector<std::string> factors;
  if (array.is_array()) {
    for (const json::value& each : array.get_array()) {
      if (each.is_string()) {
        factors.emplace_back(each.get_string());
      }
    }
  }
  return factors;
}

}  // namespace

base::Result<Session> session_of(const Rows& rows, std::size_t row) {
  TRY_VAL(id, id_of(rows, row));
  TRY_VAL(factors, factors_of(rows.octets(row, 3)));
  return Session{
      .id = id,
      .user = UserId{rows.integer(row, 1)},
      .level = identity::sessions::level_from(rows.octets(row, 2)).value_or(Level::none),
      .factors = std::move(factors),
      .remembered = rows.integer(row, 4) != 0,
      .opened_at = rows.instant(row, 5),
      .authenticated_at = rows.instant(row, 6),
      .seen_at = rows.instant(row, 7),
      .idle_until = rows.instant(row, 8),
      .absolute_until = rows.instant(row, 9),
      .ended_at = rows.is_null(row, 10) ? std::nullopt : std::optional(rows.instant(row, 10)),
      .agent = rows.text(row, 11),
      .address = rows.text(row, 12)};
}

// After the commit, for whoever tells the sites.
template <class T>
base::Result<T> SessionStore::ringing(base::Result<T> ended) {
  if (ended) {
    bell_.ring();
  }
  return ended;
}

base::Result<mint::SessionOpening> SessionStore::open(
    const mint::SessionRow& row, const mint::Replaced& replaced,
    const std::optional<mint::Conclusion>& concluded, const audit::Event& event) {
  const std::string factors =
      base::to_text(json::array(row.details.factors.begin(), row.details.factors.end()));
  auto opened = writer_.write(order_of(row.id.bytes()), [&](Tx& tx) {
    return open_row(tx, &row, &factors, &replaced, &concluded, &event);
  });
  if (!opened && opened.error().code == base::ErrorCode::forbidden) {
    return mint::SessionOpening::not_active;
  }
  return replaced.ids.empty() ? opened : ringing(std::move(opened));
}

base::Result<std::optional<mint::SessionRow>> SessionStore::find(base::BytesView hash,
                                                                 base::Instant now) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(hash, now)));
  if (rows.empty()) {
    return std::optional<mint::SessionRow>();
  }
  TRY_VAL(id, id_of(rows, 0));
  TRY_VAL(factors, factors_of(rows.octets(0, 8)));
  return std::optional(mint::SessionRow{.id = id,
                                        .hash = rows.bytes(0, 1),
                                        .user_id = rows.integer(0, 2),
                                        .level = rows.text(0, 3),
                                        .authenticated_at = rows.instant(0, 4),
                                        .opened_at = rows.instant(0, 7),
                                        .idle_until = rows.instant(0, 5),
                                        .absolute_until = rows.instant(0, 6),
                                        .details = {.factors = std::move(factors),
                                                    .remembered = rows.integer(0, 9) != 0,
                                                    .agent = rows.text(0, 10),
                                                    .address = rows.text(0, 11)}});
}

base::Result<bool> SessionStore::end(const mint::SessionId& id, base::Instant now,
                                     const audit::Event& event) {
  return ringing(
      writer_.write(order_of(id.bytes()), [&](Tx& tx) { return end_row(tx, &id, now, &event); }));
}

base::Result<std::optional<Found>> SessionStore::look(base::BytesView hash) {
  TRY_VAL(rows, reader_.read(kLook, Params::of(hash)));
  if (rows.empty()) {
    return std::optional<Found>();
  }
  TRY_VAL(session, session_of(rows, 0));
  Found found{.session = std::move(session)};
  constexpr std::size_t kPerson = kSessionColumns;
  if (!rows.is_null(0, kPerson)) {
    constexpr std::size_t kContact = kPerson + kStandingColumns;
    found.standing = standing_of(rows, kPerson);
    found.contact = {.username = rows.text(0, kContact),
                     .email = rows.text(0, kContact + 1),
                     .no_hp = rows.text(0, kContact + 2)};
  }
  return std::optional(std::move(found));
}

base::Result<AtHand> SessionStore::look(UserId user, const mint::SessionId& id, base::Instant now) {
  TRY_VAL(rows, reader_.read(kAtHand, Params::of(user.value, id.bytes(), now)));
  AtHand found;
  if (rows.empty()) {
    return found;
  }
  found.person = standing_of(rows, kSessionColumns);
  if (!rows.is_null(0, 0)) {
    TRY_VAL(session, session_of(rows, 0));
    found.session = std::move(session);
  }
  return found;
}

base::Result<std::vector<Session>> SessionStore::of(UserId user, base::Instant now) {
  TRY_VAL(rows, reader_.read(kOf, Params::of(user.value, now)));
  std::vector<Session> found;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    TRY_VAL(session, session_of(rows, row));
    found.push_back(std::move(session));
  }
  return found;
}

// Goes along with what its caller writes next, or with somebody else's: once a minute a commit of
// its own would be waited for at every page. Lost with a node, the session was used last when it
// was used before.
bool SessionStore::touch(const mint::SessionId& id, base::Instant seen_at,
                         base::Instant idle_until) {
  auto kept = std::make_unique<const mint::SessionId>(id);
  const Order order = order_of(kept->bytes());
  return writer_.carry(order, [kept = std::move(kept), seen_at, idle_until](Tx& tx) {
    return touch_row(tx, kept.get(), seen_at, idle_until);
  });
}

base::Result<bool> SessionStore::end(UserId user, const mint::SessionId& id, base::Instant now,
                                     const audit::Event& event) {
  return ringing(writer_.write(
      order_of(id.bytes()), [&](Tx& tx) { return end_own_row(tx, user.value, &id, now, &event); }));
}

base::Result<std::size_t> SessionStore::end_all(UserId user,
                                                const std::optional<mint::SessionId>& keep,
                                                base::Instant now, const audit::Event& event) {
  return ringing(writer_.write(order_of({}), [&](Tx& tx) {
    return end_rows(tx, user.value, octets_of(keep), now, &event);
  }));
}

base::Result<std::size_t> SessionStore::sweep(base::Instant now, std::size_t limit) {
  return writer_.write(order_of({}), [&](Tx& tx) {
    return sweep_rows(tx, now - kLingering, static_cast<std::int64_t>(limit));
  });
}

std::span<const Query* const> SessionStore::queries() {
  static constexpr const Query* kQueries[] = {
      &kStillActive,       &kEndOwnVisits, &kLogIn,  &kOpen, &kFind,  &kEnd,  &kEndOwn,
      &kEndSessionsOfUser, &kLook,         &kAtHand, &kOf,   &kTouch, &kSweep};
  return kQueries;
}

}  // namespace storage::sql
