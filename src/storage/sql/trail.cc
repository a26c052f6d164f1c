#include "storage/sql/trail.h"

#include <algorithm>
#include <optional>

namespace storage::sql {

// Not inline constants: an engine keeps its prepared statements by a query's address.
constinit const Query kChainHead{
    .name = "audit.head",
    .text = "SELECT sequence, hash FROM audit WHERE chain = $1 ORDER BY sequence DESC LIMIT 1"};
constinit const Query kAddEntry{
    .name = "audit.add",
    .text =
        "INSERT INTO audit (chain, sequence, time, type, outcome, actor, subject, address, "
        "request_id, reason, details, previous, hash) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};

namespace {

#define GAPURA_ENTRY_COLUMNS                                                            \
  "chain, sequence, time, type, outcome, actor, subject, address, request_id, reason, " \
  "details, previous, hash"

constexpr Query kList{.name = "audit.list",
                      .text = "SELECT " GAPURA_ENTRY_COLUMNS
                              " FROM audit WHERE time >= $1 "
                              "AND substr(type, 1, length(CAST($2 AS TEXT))) = CAST($2 AS TEXT) "
                              "ORDER BY time DESC, chain, sequence DESC LIMIT $3"};
#define GAPURA_OF_SUBJECT         \
  "SELECT " GAPURA_ENTRY_COLUMNS  \
  " FROM audit WHERE time >= $1 " \
  "AND substr(type, 1, length(CAST($2 AS TEXT))) = CAST($2 AS TEXT) AND subject = $4 "
#define GAPURA_NEWEST_FIRST "ORDER BY time DESC, chain, sequence DESC LIMIT $3"
// As audit_by_subject has it, which leaves out the steps of families.
constexpr Query kListSubject{
    .name = "audit.list_subject",
    .text = GAPURA_OF_SUBJECT "AND type <> 'family.refreshed' " GAPURA_NEWEST_FIRST};
// Those are found by the time since the family's first entry; the clocks of two nodes may differ by
// an hour.
constexpr Query kListFamily{
    .name = "audit.list_family",
    .text = GAPURA_OF_SUBJECT
    "AND type <> 'family.refreshed' UNION ALL " GAPURA_OF_SUBJECT
    "AND type = 'family.refreshed' AND time >= (SELECT COALESCE(MIN(time), 0) - 3600000000 "
    "FROM audit WHERE subject = $4 AND type <> 'family.refreshed') " GAPURA_NEWEST_FIRST};
#undef GAPURA_NEWEST_FIRST
#undef GAPURA_OF_SUBJECT
constexpr Query kRead{.name = "audit.read",
                      .text = "SELECT " GAPURA_ENTRY_COLUMNS
                              " FROM audit WHERE chain = $1 AND sequence > $2 "
                              "ORDER BY sequence LIMIT $3"};

#undef GAPURA_ENTRY_COLUMNS

// From chain to chain by the key, since neither engine skips through it by itself: the cost is that
// of the chains there are and not of their entries.
constexpr Query kHeads{
    .name = "audit.heads",
    .text =
        "WITH RECURSIVE chains (chain) AS (SELECT min(chain) FROM audit UNION ALL "
        "SELECT (SELECT min(audit.chain) FROM audit WHERE audit.chain > chains.chain) "
        "FROM chains WHERE chains.chain IS NOT NULL) "
        "SELECT audit.chain, audit.sequence, audit.hash FROM chains "
        "JOIN audit ON audit.chain = chains.chain AND audit.sequence = "
        "(SELECT max(last.sequence) FROM audit AS last WHERE last.chain = chains.chain) "
        "ORDER BY audit.chain"};

Write<void> append_event(Tx& tx, const audit::Event* event) {
  tx.audit(*event);
  co_return base::Done{};
}

std::int64_t limit_of(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX));
}

std::optional<audit::Outcome> outcome_of(std::string_view text) {
  for (const auto outcome :
       {audit::Outcome::allowed, audit::Outcome::denied, audit::Outcome::failed}) {
    if (audit::to_string(outcome) == text) {
      return outcome;
    }
  }
  return std::nullopt;
}

base::Result<std::vector<audit::Entry>> entries_of(const Rows& rows) {
  std::vector<audit::Entry> found;
  found.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto outcome = outcome_of(rows.octets(row, 4));
    if (!outcome) {
      return base::reject(base::ErrorCode::internal, "", "an entry of the trail is damaged",
                          "unknown outcome in " + rows.text(row, 0) + " at " +
                              std::to_string(rows.integer(row, 1)));
    }
    found.push_back({.chain = rows.text(row, 0),
                     .sequence = rows.integer(row, 1),
                     .time = rows.instant(row, 2),
                     .event = {.type = rows.text(row, 3),
                               .outcome = *outcome,
                               .actor = rows.text(row, 5),
                               .subject = rows.text(row, 6),
                               .address = rows.text(row, 7),
                               .request_id = rows.text(row, 8),
                               .reason = rows.text(row, 9),
                               .details = rows.text(row, 10)},
                     .previous = rows.bytes(row, 11),
                     .hash = rows.bytes(row, 12)});
  }
  return found;
}

}  // namespace

base::Done Trail::append(const audit::Event& event) {
  return writer_.write(Order{.table = "audit", .key = {}},
                       [&](Tx& tx) { return append_event(tx, &event); });
}

base::Result<std::vector<audit::Entry>> Trail::list(const audit::Filter& filter) {
  const std::int64_t since = filter.since ? base::to_micros(*filter.since) : INT64_MIN;
  const std::int64_t limit = limit_of(filter.limit);
  if (filter.subject.empty()) {
    TRY_VAL(rows, reader_.read(kList, Params::of(since, filter.type_prefix, limit)));
    return entries_of(rows);
  }
  const Query& of_subject = filter.subject.starts_with("family:") ? kListFamily : kListSubject;
  TRY_VAL(rows,
          reader_.read(of_subject, Params::of(since, filter.type_prefix, limit, filter.subject)));
  return entries_of(rows);
}

base::Result<std::vector<audit::Head>> Trail::heads() {
  TRY_VAL(rows, reader_.read(kHeads, {}));
  std::vector<audit::Head> found;
  found.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    found.push_back(
        {.chain = rows.text(row, 0), .sequence = rows.integer(row, 1), .hash = rows.bytes(row, 2)});
  }
  return found;
}

base::Result<std::vector<audit::Entry>> Trail::read(const std::string& chain, std::int64_t after,
                                                    std::size_t limit) {
  TRY_VAL(rows, reader_.read(kRead, Params::of(chain, after, limit_of(limit))));
  return entries_of(rows);
}

audit::Head head_of(const std::string& chain, const Rows& rows) {
  if (rows.empty()) {
    return {.chain = chain, .sequence = 0, .hash = {}};
  }
  return {.chain = chain, .sequence = rows.integer(0, 0), .hash = rows.bytes(0, 1)};
}

bool is_writable(const audit::Event& event) {
  return Params::of(event.type, event.actor, event.subject, event.address, event.request_id,
                    event.reason, event.details)
      .is_text_writable();
}

Params params_of(const audit::Entry& entry) {
  const audit::Event& event = entry.event;
  return Params::of(entry.chain, entry.sequence, entry.time, event.type,
                    audit::to_string(event.outcome), event.actor, event.subject, event.address,
                    event.request_id, event.reason, event.details, entry.previous, entry.hash);
}

std::span<const Query* const> Trail::queries() {
  static constexpr const Query* kQueries[] = {&kChainHead,  &kAddEntry, &kList, &kListSubject,
                                              &kListFamily, &kRead,     &kHeads};
  return kQueries;
}

}  // namespace storage::sql
