#include "storage/sql/visit_store.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "storage/lingering.h"
#include "storage/sql/visit_rows.h"

namespace storage::sql {

// Not inline constants: an engine keeps its prepared statements by a query's address.
constinit const Query kEndVisits{
    .name = "visits.end",
    .text =
        "UPDATE visits SET ended_at = $2, due_at = $2 WHERE session_id = $1 AND ended_at IS NULL"};
constinit const Query kEndVisitsOfUser{
    .name = "visits.end_of_user",
    .text =
        "UPDATE visits SET ended_at = $2, due_at = $2 "
        "WHERE user_id = $1 AND session_id <> $3 AND ended_at IS NULL"};
constinit const Query kMoveVisits{
    .name = "visits.move",
    .text =
        "UPDATE visits SET session_id = $2, forget_at = $4 "
        "WHERE session_id = $1 AND user_id = $3 AND ended_at IS NULL"};
constinit const Query kForgetVisitsOfSite{
    .name = "visits.forget_of_site",
    .text = "DELETE FROM visits WHERE kind = 'site' AND holder = $1"};

namespace {

using redirect_sso::Notice;
using redirect_sso::SiteId;
using redirect_sso::VisitId;
using redirect_sso::Waiting;

// Holds the session, so that its end waits for the visit or lets none begin.
constexpr Query kLive{
    .name = "visits.live",
    .text =
        "SELECT absolute_until FROM sessions "
        "WHERE id = $1 AND user_id = $2 AND ended_at IS NULL AND gone_at > $3",
    .postgres_text =
        "SELECT absolute_until FROM sessions "
        "WHERE id = $1 AND user_id = $2 AND ended_at IS NULL AND gone_at > $3 FOR SHARE"};
constexpr Query kBegin{
    .name = "visits.begin",
    .text =
        "INSERT INTO visits (id, kind, holder, session_id, user_id, mark, begun_at, forget_at) "
        "VALUES ($1, 'site', $2, $3, $4, $5, $6, $7)"};
// Ended and not forgotten: the site would never hear of the end of what a forgotten one began.
constexpr Query kEndSurplus{.name = "visits.end_surplus",
                            .text =
                                "UPDATE visits SET ended_at = $4, due_at = $4 "
                                "WHERE session_id = $1 AND kind = 'site' AND holder = $2 "
                                "AND ended_at IS NULL AND id NOT IN (SELECT id FROM visits "
                                "WHERE session_id = $1 AND kind = 'site' AND holder = $2 "
                                "AND ended_at IS NULL ORDER BY id DESC LIMIT $3)"};
constexpr Query kDue{.name = "visits.due",
                     .text =
                         "SELECT DISTINCT holder FROM visits WHERE kind = 'site' "
                         "AND ended_at IS NOT NULL AND due_at <= $1"};
#define GAPURA_DUE                                                                      \
  "SELECT id FROM visits WHERE kind = 'site' AND holder = $1 AND ended_at IS NOT NULL " \
  "AND due_at <= $2 ORDER BY due_at, id LIMIT $4"
#define GAPURA_TAKEN " RETURNING id, user_id, mark, ended_at, tries"
constexpr Query kTake{
    .name = "visits.take",
    .text = "UPDATE visits SET due_at = $3, tries = tries + 1 WHERE id IN (" GAPURA_DUE
            ")" GAPURA_TAKEN,
    .postgres_text =
        "UPDATE visits SET due_at = $3, tries = tries + 1 WHERE id = ANY (ARRAY(" GAPURA_DUE
        " FOR UPDATE SKIP LOCKED))" GAPURA_TAKEN};
#undef GAPURA_DUE
#undef GAPURA_TAKEN
constexpr Query kTold{.name = "visits.told",
                      .text = "DELETE FROM visits WHERE id = $1 AND ended_at IS NOT NULL"};
// Whose lease it was is what due_at says.
constexpr Query kPostpone{
    .name = "visits.postpone",
    .text = "UPDATE visits SET due_at = $3, failure = $4 WHERE id = $1 AND due_at = $2"};
constexpr Query kGiveUp{.name = "visits.give_up",
                        .text = "DELETE FROM visits WHERE id = $1 AND due_at = $2"};
constexpr Query kWaiting{
    .name = "visits.waiting",
    .text =
        "SELECT COUNT(*), MIN(ended_at), (SELECT failure FROM visits WHERE kind = 'site' "
        "AND holder = $1 AND ended_at IS NOT NULL AND failure <> '' ORDER BY due_at DESC LIMIT 1) "
        "FROM visits WHERE kind = 'site' AND holder = $1 AND ended_at IS NOT NULL"};
constexpr Query kAllWaiting{
    .name = "visits.all_waiting",
    .text = "SELECT COUNT(*) FROM visits WHERE kind = 'site' AND ended_at IS NOT NULL"};
constexpr Query kSweep{
    .name = "visits.sweep",
    .text =
        "DELETE FROM visits WHERE id IN (SELECT id FROM visits WHERE ended_at IS NULL "
        "AND forget_at <= $1 ORDER BY forget_at LIMIT $2)",
    .postgres_text =
        "DELETE FROM visits WHERE id = ANY (ARRAY(SELECT id FROM visits WHERE ended_at IS NULL "
        "AND forget_at <= $1 ORDER BY forget_at LIMIT $2 FOR UPDATE SKIP LOCKED))"};

struct Begun {
  bool begun = false;
  bool ended_others = false;
};

Write<Begun> begin_row(Tx& tx, const redirect_sso::Visit* visit, const std::string* holder,
                       base::Instant now) {
  const Rows live = co_await tx.run(kLive, visit->session.bytes(), visit->user.value, now);
  if (live.empty()) {
    co_return Begun{};
  }
  co_await tx.run(kBegin, visit->id.bytes(), *holder, visit->session.bytes(), visit->user.value,
                  visit->mark, now, live.instant(0, 0) + kLingering);
  const Rows surplus = co_await tx.run(kEndSurplus, visit->session.bytes(), *holder,
                                       std::int64_t{redirect_sso::VisitStore::kMost}, now);
  co_return Begun{.begun = true, .ended_others = surplus.changed() > 0};
}

Write<Rows> take_rows(Tx& tx, const std::string* holder, const redirect_sso::Lease* lease) {
  co_return co_await tx.run(kTake, *holder, lease->now, lease->until,
                            static_cast<std::int64_t>(lease->most));
}

Write<bool> told_row(Tx& tx, const VisitId* id, const audit::Event* event) {
  const Rows rows = co_await tx.run(kTold, id->bytes());
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Write<bool> postpone_row(Tx& tx, const Notice* notice, base::Instant due,
                         const std::string* failure) {
  const Rows rows =
      co_await tx.run(kPostpone, notice->id.bytes(), notice->leased_until, due, *failure);
  co_return rows.changed() > 0;
}

Write<bool> give_up_row(Tx& tx, const Notice* notice, const audit::Event* event) {
  const Rows rows = co_await tx.run(kGiveUp, notice->id.bytes(), notice->leased_until);
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

Order order_of(base::BytesView id) { return {.table = "visits", .key = id}; }

std::unexpected<base::Error> unreadable() {
  return base::reject(base::ErrorCode::internal, "", "a visit cannot be read",
                      "an id is not one that this program writes");
}

}  // namespace

base::Result<bool> VisitStore::begin(const redirect_sso::Visit& visit, base::Instant now) {
  const std::string holder = visit.site.text();
  // In the order of the sessions, whose rows it holds.
  TRY_VAL(begun, writer_.write({.table = "sessions", .key = visit.session.bytes()},
                               [&](Tx& tx) { return begin_row(tx, &visit, &holder, now); }));
  if (begun.ended_others) {
    bell_.ring();
  }
  return begun.begun;
}

base::Result<std::vector<SiteId>> VisitStore::due(base::Instant now) {
  TRY_VAL(rows, reader_.read(kDue, Params::of(now)));
  std::vector<SiteId> sites;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto id = SiteId::parse(rows.octets(row, 0));
    if (!id) {
      return unreadable();
    }
    sites.push_back(*id);
  }
  return sites;
}

base::Result<std::vector<Notice>> VisitStore::take(const redirect_sso::Lease& lease) {
  const std::string holder = lease.site.text();
  TRY_VAL(rows, writer_.write(order_of(lease.site.bytes()),
                              [&](Tx& tx) { return take_rows(tx, &holder, &lease); }));
  std::vector<Notice> taken;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto id = VisitId::from(rows.bytes(row, 0));
    if (!id) {
      return unreadable();
    }
    taken.push_back({.id = *id,
                     .site = lease.site,
                     .user = {rows.integer(row, 1)},
                     .mark = rows.bytes(row, 2),
                     .ended_at = rows.instant(row, 3),
                     .leased_until = lease.until,
                     .tries = rows.integer(row, 4)});
  }
  return taken;
}

base::Result<bool> VisitStore::told(const VisitId& id, const audit::Event& event) {
  return writer_.write(order_of(id.bytes()), [&](Tx& tx) { return told_row(tx, &id, &event); });
}

base::Result<bool> VisitStore::postpone(const Notice& notice, base::Instant due,
                                        const std::string& failure) {
  return writer_.write(order_of(notice.id.bytes()),
                       [&](Tx& tx) { return postpone_row(tx, &notice, due, &failure); });
}

base::Result<bool> VisitStore::give_up(const Notice& notice, const audit::Event& event) {
  return writer_.write(order_of(notice.id.bytes()),
                       [&](Tx& tx) { return give_up_row(tx, &notice, &event); });
}

base::Result<Waiting> VisitStore::waiting(const SiteId& site) {
  const std::string holder = site.text();
  TRY_VAL(rows, reader_.read(kWaiting, Params::of(holder)));
  Waiting waiting{
      .count = static_cast<std::size_t>(rows.integer(0, 0)), .since = {}, .failure = {}};
  if (waiting.count > 0) {
    waiting.since = rows.instant(0, 1);
  }
  if (!rows.is_null(0, 2)) {
    waiting.failure = rows.text(0, 2);
  }
  return waiting;
}

base::Result<std::size_t> VisitStore::waiting() {
  TRY_VAL(rows, reader_.read(kAllWaiting, {}));
  return static_cast<std::size_t>(rows.integer(0, 0));
}

base::Result<std::size_t> VisitStore::sweep(base::Instant now, std::size_t limit) {
  return writer_.write(
      order_of({}), [&](Tx& tx) { return sweep_rows(tx, now, static_cast<std::int64_t>(limit)); });
}

std::span<const Query* const> VisitStore::queries() {
  static constexpr const Query* kQueries[] = {&kEndVisits,  &kEndVisitsOfUser,
                                              &kMoveVisits, &kForgetVisitsOfSite,
                                              &kLive,       &kBegin,
                                              &kEndSurplus, &kDue,
                                              &kTake,       &kTold,
                                              &kPostpone,   &kGiveUp,
                                              &kWaiting,    &kAllWaiting,
                                              &kSweep};
  return kQueries;
}

}  // namespace storage::sql
