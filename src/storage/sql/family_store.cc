#include "storage/sql/family_store.h"

#include <array>
#include <cstdint>
#include <utility>

#include "storage/lingering.h"
#include "storage/sql/family_rows.h"
#include "storage/sql/user_rows.h"

namespace storage::sql {

// Not an inline constant: an engine keeps its prepared statements by a query's address.
constinit const Query kMoveFamilies{
    .name = "families.move",
    .text =
        "UPDATE families SET session_id = $2 "
        "WHERE user_id = $3 AND session_id = $1 AND ended_at IS NULL",
    .touches = {base::Thing::session}};

constinit const Query kEndOutliving{
    .name = "families.end_outliving",
    .text =
        "UPDATE families SET " GAPURA_FAMILY_ENDS("$2") " WHERE user_id = $1 "
        "AND outlives_session <> 0 AND ended_at IS NULL AND gone_at > $2",
    .touches = {base::Thing::person}};

// Where others write at the same time, the session is held: whoever ends it comes before this, and
// is seen, or after, and sees the family. HOLD says so.
#define GAPURA_OPEN_LIVE(OCTETS, TEXT, NUMBER, HOLD)                                             \
  "INSERT INTO families (id, user_id, session_id, holder, opened_at, turned_at, "                \
  "outlives_session, generation, seed, body, idle_until, absolute_until, gone_at, sweep_after) " \
  "SELECT CAST($1 AS " OCTETS "), CAST($2 AS " NUMBER "), CAST($3 AS " OCTETS                    \
  "), CAST($4 AS " TEXT "), CAST($5 AS " NUMBER "), CAST($5 AS " NUMBER "), CAST($6 AS " NUMBER  \
  "), CAST($7 AS " NUMBER "), CAST($8 AS " OCTETS "), CAST($9 AS " TEXT "), CAST($10 AS " NUMBER \
  "), CAST($11 AS " NUMBER "), CAST($12 AS " NUMBER "), CAST($12 AS " NUMBER                     \
  ") WHERE EXISTS (SELECT 1 FROM users WHERE id = $2 "                                           \
  "AND status = 'active') AND EXISTS (SELECT 1 FROM sessions WHERE id = $3 AND user_id = $2 "    \
  "AND ended_at IS NULL AND gone_at > $5" HOLD ") ON CONFLICT (id) DO NOTHING"
constinit const Query kOpenLive{
    .name = "families.open_live",
    .text = GAPURA_OPEN_LIVE("BLOB", "TEXT", "INTEGER", ""),
    .postgres_text = GAPURA_OPEN_LIVE("bytea", "text", "bigint", " FOR SHARE")};
#undef GAPURA_OPEN_LIVE

Statement open_live(Tx& tx, const families::Family& family) {
  return tx.run(kOpenLive, family.id.bytes(), family.user_id, family.session.bytes(), family.holder,
                family.opened_at, std::int64_t{family.outlives_session}, family.generation,
                family.seed, family.body, family.idle_until, family.absolute_until,
                family.gone_at());
}

namespace {

using families::Family;
using families::FamilyId;
using families::Turn;

#define GAPURA_FAMILY                                                                      \
  "id, holder, user_id, session_id, outlives_session, generation, seed, body, opened_at, " \
  "turned_at, idle_until, absolute_until, ended_at"
#define GAPURA_KEPT GAPURA_FAMILY ", reused"
#define GAPURA_INSERT                                                    \
  "INSERT INTO families (" GAPURA_FAMILY                                 \
  ", gone_at, sweep_after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, " \
  "$10, $11, $12, $13, $14, $14) ON CONFLICT (id) "
constexpr Query kEnd{.name = "families.end",
                     .text = GAPURA_INSERT
                     "DO UPDATE SET " GAPURA_FAMILY_ENDS("excluded.ended_at") " "
                     "WHERE families.ended_at IS NULL",
                     .touches = {base::Thing::family}};
#undef GAPURA_INSERT
// What it sets is held by no index; the test of the schema has the same columns.
#define GAPURA_STEP                                                                    \
  "UPDATE families SET generation = generation + 1, turned_at = $3, idle_until = $4, " \
  "gone_at = CASE WHEN absolute_until < $4 THEN absolute_until ELSE $4 END "           \
  "WHERE id = $1 AND generation = $2 AND ended_at IS NULL AND gone_at > $3 "
constexpr Query kTurn{.name = "families.turn",
                      .text = GAPURA_STEP "RETURNING " GAPURA_KEPT,
                      .touches = {base::Thing::family}};
// All of a person's standing that may change, since what is remembered of it goes into a proof.
static_assert(kStandingColumns == 4);
constexpr Query kAdvance{
    .name = "families.advance",
    .text = GAPURA_STEP
    "AND session_id = $5 AND EXISTS (SELECT 1 FROM users AS u WHERE u.id = families.user_id "
    "AND u.status = 'active') AND CASE WHEN outlives_session <> 0 "
    "THEN NOT EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_id = families.user_id "
    "AND p.set_at > families.opened_at) ELSE EXISTS (SELECT 1 FROM sessions AS s "
    "WHERE s.id = $5 AND s.user_id = families.user_id AND s.ended_at IS NULL "
    "AND s.gone_at > $3) END AND " GAPURA_IS_ADMINISTRATOR("families.user_id") " = $6",
    .touches = {base::Thing::family}};
#undef GAPURA_STEP
constexpr Query kLook{.name = "families.look",
                      .text = "SELECT " GAPURA_KEPT " FROM families WHERE id = $1"};
// Who opens another on the same session waits for it.
constexpr Query kHoldSession{
    .name = "families.hold_session",
    .text = "SELECT id FROM sessions WHERE id = $1",
    .postgres_text = "SELECT id FROM sessions WHERE id = $1 FOR NO KEY UPDATE"};
#define GAPURA_GIVEN_AGAIN                                                     \
  "user_id = $1 AND session_id = $2 AND holder = $3 AND ended_at IS NULL AND " \
  "gone_at > $4 AND opened_at >= $5 AND turned_at > $6"
#define GAPURA_OPEN_SOLE(OCTETS, TEXT, NUMBER)                                                     \
  "INSERT INTO families (user_id, session_id, holder, opened_at, turned_at, id, "                  \
  "outlives_session, generation, seed, body, idle_until, absolute_until, gone_at, sweep_after) "   \
  "SELECT CAST($1 AS " NUMBER "), CAST($2 AS " OCTETS "), CAST($3 AS " TEXT                        \
  "), CAST($4 AS " NUMBER "), CAST($4 AS " NUMBER "), CAST($7 AS " OCTETS "), CAST($8 AS " NUMBER  \
  "), CAST($9 AS " NUMBER "), CAST($10 AS " OCTETS "), CAST($11 AS " TEXT "), CAST($12 AS " NUMBER \
  "), CAST($13 AS " NUMBER "), CAST($14 AS " NUMBER "), CAST($14 AS " NUMBER                       \
  ") WHERE NOT EXISTS (SELECT 1 FROM families WHERE " GAPURA_GIVEN_AGAIN ")"
constexpr Query kEndOfSession{
    .name = "families.end_of_session",
    .text =
        "UPDATE families SET " GAPURA_FAMILY_ENDS("$4") " WHERE user_id = $1 AND session_id = $2 "
        "AND holder = $3 AND ended_at IS NULL AND gone_at > $4 "
        "AND (opened_at < $5 OR turned_at <= $6) RETURNING id",
    .touches = {base::Thing::session, 2}};
// One statement, since others of the same batch may open theirs between two.
constexpr Query kOpenSole{.name = "families.open_sole",
                          .text = GAPURA_OPEN_SOLE("BLOB", "TEXT", "INTEGER"),
                          .postgres_text = GAPURA_OPEN_SOLE("bytea", "text", "bigint")};
constexpr Query kLookAgain{.name = "families.look_again",
                           .text = "SELECT " GAPURA_KEPT " FROM families WHERE " GAPURA_GIVEN_AGAIN
                                   " ORDER BY opened_at DESC, id DESC LIMIT 1"};
#undef GAPURA_OPEN_SOLE
#undef GAPURA_GIVEN_AGAIN
constexpr Query kEndReused{
    .name = "families.end_reused",
    .text =
        "UPDATE families SET " GAPURA_FAMILY_ENDS("$2") ", reused = 1 WHERE id = $1 "
        "AND ended_at IS NULL AND generation > $3",
    .touches = {base::Thing::family}};
constexpr Query kFind{
    .name = "families.find",
    .text =
        "SELECT f.*, s.seen_at, s.absolute_until, s.remembered, "
        "CASE WHEN f.outlives_session <> 0 THEN (SELECT p.set_at "
        "FROM passwords AS p WHERE p.user_id = f.user_id) END, " GAPURA_STANDING_COLUMNS
        " FROM (SELECT " GAPURA_KEPT
        " FROM families WHERE id = $1) AS f LEFT JOIN sessions AS s "
        "ON s.id = f.session_id AND s.user_id = f.user_id "
        "AND s.ended_at IS NULL AND s.gone_at > $2 "
        "LEFT JOIN users AS u ON u.id = f.user_id"};
#undef GAPURA_KEPT
#undef GAPURA_FAMILY
// A step says nothing in the index that a sweep reads: what lives longer by it the sweep puts off
// when it meets it, and what a lowered limit gave less time stays until it was to end before.
#define GAPURA_FIRST "SELECT id FROM families WHERE sweep_after <= $1 ORDER BY sweep_after LIMIT $2"
#define GAPURA_FIRST_FREE "ANY (ARRAY(" GAPURA_FIRST " FOR UPDATE SKIP LOCKED))"
#define GAPURA_PUT_OFF "UPDATE families SET sweep_after = gone_at WHERE gone_at > $1 AND id "
#define GAPURA_SWEEP "DELETE FROM families WHERE gone_at <= $1 AND id "
constexpr Query kPutOff{.name = "families.put_off",
                        .text = GAPURA_PUT_OFF "IN (" GAPURA_FIRST ")",
                        .postgres_text = GAPURA_PUT_OFF "= " GAPURA_FIRST_FREE};
constexpr Query kSweep{.name = "families.sweep",
                       .text = GAPURA_SWEEP "IN (" GAPURA_FIRST ")",
                       .postgres_text = GAPURA_SWEEP "= " GAPURA_FIRST_FREE};
#undef GAPURA_SWEEP
#undef GAPURA_PUT_OFF
#undef GAPURA_FIRST_FREE
#undef GAPURA_FIRST

constexpr std::size_t kSessionSeen = 14;  // NULL unless it lives
constexpr std::size_t kPasswordSetAt = kSessionSeen + 3;
constexpr std::size_t kPerson = kPasswordSetAt + 1;

base::Result<Family> family_in(const Rows& rows) {
  const auto id = FamilyId::from(rows.bytes(0, 0));
  const auto session = mint::SessionId::from(rows.bytes(0, 3));
  if (!id || !session) {
    return base::reject(base::ErrorCode::internal, "", "a family cannot be read",
                        "an id is not of 16 octets");
  }
  return Family{.id = *id,
                .holder = rows.text(0, 1),
                .user_id = rows.integer(0, 2),
                .session = *session,
                .outlives_session = rows.integer(0, 4) != 0,
                .generation = rows.integer(0, 5),
                .seed = rows.bytes(0, 6),
                .body = rows.text(0, 7),
                .opened_at = rows.instant(0, 8),
                .turned_at = rows.instant(0, 9),
                .idle_until = rows.instant(0, 10),
                .absolute_until = rows.instant(0, 11),
                .ended_at = rows.is_null(0, 12) ? std::nullopt : std::optional(rows.instant(0, 12)),
                .reused = rows.integer(0, 13) != 0};
}

Statement insert(Tx& tx, const Query& query, const Family& family,
                 const std::optional<base::Instant>& ended_at) {
  return tx.run(query, family.id.bytes(), family.holder, family.user_id, family.session.bytes(),
                std::int64_t{family.outlives_session}, family.generation, family.seed, family.body,
                family.opened_at, family.turned_at, family.idle_until, family.absolute_until,
                ended_at, ended_at.value_or(family.gone_at()));
}

Write<families::Opening> open_sole_row(Tx& tx, const families::Sole* sole,
                                       const families::SoleEvents* events) {
  const Family& family = sole->family;
  const base::Instant now = family.opened_at;
  co_await tx.run(kHoldSession, family.session.bytes());
  const base::Instant fresh = families::fresh_since(now, sole->grace);
  const Rows ended = co_await tx.run(kEndOfSession, family.user_id, family.session.bytes(),
                                     family.holder, now, sole->session_opened_at, fresh);
  for (std::size_t row = 0; row < ended.size(); ++row) {
    if (const auto id = FamilyId::from(ended.bytes(row, 0))) {
      audit::Event replaced = events->replaced;
      replaced.subject = families::subject_of(*id);
      tx.audit(replaced);
    }
  }
  const Rows opened =
      co_await tx.run(kOpenSole, family.user_id, family.session.bytes(), family.holder, now,
                      sole->session_opened_at, fresh, family.id.bytes(),
                      std::int64_t{family.outlives_session}, family.generation, family.seed,
                      family.body, family.idle_until, family.absolute_until, family.gone_at());
  if (opened.changed() > 0) {
    tx.audit(events->opened);
    co_return families::Opened{};
  }
  const Rows before = co_await tx.run(kLookAgain, family.user_id, family.session.bytes(),
                                      family.holder, now, sole->session_opened_at, fresh);
  if (before.empty()) {
    co_return base::reject(base::ErrorCode::conflict, "", "the session changed meanwhile");
  }
  auto there = family_in(before);
  if (!there) {
    co_return std::unexpected(std::move(there).error());
  }
  co_return families::OpenedBefore{*std::move(there)};
}

Write<void> end_row(Tx& tx, const Family* family, base::Instant now, const audit::Event* event) {
  const Rows rows = co_await insert(tx, kEnd, *family, now);
  if (rows.changed() > 0) {
    tx.audit(*event);
  }
  co_return base::Done{};
}

Write<Turn> turn_row(Tx& tx, const families::Presented* presented,
                     const families::TurnEvents* events) {
  const Rows turned = co_await tx.run(kTurn, presented->id.bytes(), presented->generation,
                                      presented->now, presented->idle_until);
  if (!turned.empty()) {
    auto family = family_in(turned);
    if (!family) {
      co_return std::unexpected(std::move(family).error());
    }
    tx.audit(events->turned);
    co_return families::Turned{*std::move(family)};
  }
  const Rows seen = co_await tx.run(kLook, presented->id.bytes());
  if (seen.empty()) {
    co_return families::Gone{};
  }
  auto family = family_in(seen);
  if (!family) {
    co_return std::unexpected(std::move(family).error());
  }
  if (family->ended_at || family->gone_at() <= presented->now ||
      family->generation <= presented->generation) {
    co_return families::Gone{.reused = family->reused};
  }
  if (family->generation == presented->generation + 1 &&
      family->turned_at > families::fresh_since(presented->now, presented->grace)) {
    co_return families::TurnedBefore{*std::move(family)};
  }
  const Rows ended =
      co_await tx.run(kEndReused, presented->id.bytes(), presented->now, presented->generation);
  if (ended.changed() > 0) {
    tx.audit(events->reused);
  }
  co_return families::Reused{*std::move(family)};
}

Write<bool> advance_row(Tx& tx, const families::Step* step, const audit::Event* event) {
  const Rows rows =
      co_await tx.run(kAdvance, step->id.bytes(), step->generation, step->now, step->idle_until,
                      step->session.bytes(), std::int64_t{step->administrator});
  if (rows.changed() > 0) {
    tx.audit(*event);
  }
  co_return rows.changed() > 0;
}

Write<std::size_t> sweep_rows(Tx& tx, base::Instant gone, std::int64_t limit) {
  const Rows put_off = co_await tx.run(kPutOff, gone, limit);
  const Rows swept =
      co_await tx.run(kSweep, gone, limit - static_cast<std::int64_t>(put_off.changed()));
  co_return put_off.changed() + swept.changed();
}

Order order_of(base::BytesView id) { return {.table = "families", .key = id}; }

}  // namespace

base::Result<families::Opening> FamilyStore::open_sole(const families::Sole& sole,
                                                       const families::SoleEvents& events) {
  return writer_.write({.table = "sessions", .key = sole.family.session.bytes()},
                       [&](Tx& tx) { return open_sole_row(tx, &sole, &events); });
}

base::Done FamilyStore::end(const Family& family, base::Instant now, const audit::Event& event) {
  return writer_.write(order_of(family.id.bytes()),
                       [&](Tx& tx) { return end_row(tx, &family, now, &event); });
}

base::Result<Turn> FamilyStore::turn(const families::Presented& presented,
                                     const families::TurnEvents& events) {
  return writer_.write(order_of(presented.id.bytes()),
                       [&](Tx& tx) { return turn_row(tx, &presented, &events); });
}

base::Result<bool> FamilyStore::advance(const families::Step& step, const audit::Event& turned) {
  return writer_.write(order_of(step.id.bytes()),
                       [&](Tx& tx) { return advance_row(tx, &step, &turned); });
}

base::Result<std::optional<families::Found>> FamilyStore::find(const FamilyId& id,
                                                               base::Instant now) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(id.bytes(), now)));
  if (rows.empty()) {
    return std::optional<families::Found>();
  }
  TRY_VAL(family, family_in(rows));
  const bool session_lives = !rows.is_null(0, kSessionSeen);
  const bool live =
      !family.ended_at && now < family.gone_at() && (family.outlives_session || session_lives);
  families::Found found{.family = std::move(family), .live = live};
  if (session_lives) {
    found.session = families::SessionUse{.seen_at = rows.instant(0, kSessionSeen),
                                         .absolute_until = rows.instant(0, kSessionSeen + 1),
                                         .remembered = rows.integer(0, kSessionSeen + 2) != 0};
  }
  if (!rows.is_null(0, kPerson)) {
    found.person = standing_of(rows, kPerson);
  }
  if (!rows.is_null(0, kPasswordSetAt)) {
    found.password_set_at = rows.instant(0, kPasswordSetAt);
  }
  return std::optional(std::move(found));
}

base::Result<std::size_t> FamilyStore::sweep(base::Instant now, std::size_t limit) {
  // After the steps of a batch, which take live families in the order of their keys.
  static constexpr std::array<std::uint8_t, 1> kLast = {0xFF};
  return writer_.write(order_of(kLast), [&](Tx& tx) {
    return sweep_rows(tx, now - kLingering, static_cast<std::int64_t>(limit));
  });
}

std::span<const Query* const> FamilyStore::queries() {
  static constexpr const Query* kQueries[] = {
      &kEndOutliving, &kOpenLive, &kHoldSession, &kEndOfSession, &kOpenSole,
      &kLookAgain,    &kEnd,      &kTurn,        &kAdvance,      &kLook,
      &kEndReused,    &kFind,     &kPutOff,      &kSweep,        &kMoveFamilies};
  return kQueries;
}

}  // namespace storage::sql
