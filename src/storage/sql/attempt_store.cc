#include "storage/sql/attempt_store.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace storage::sql {
namespace {

using identity::budget::Charged;
using identity::budget::Line;
using identity::budget::Meter;
using identity::budget::Reservation;

// A meter is written if it is still what it was when it was read, be it by another node or by
// another operation of the same batch: all that a charge depends on is in the comparison, and every
// charge changes some of it.
constexpr Query kRead{.name = "attempts.read",
                      .text = "SELECT attempts, counted_at, open_at FROM attempts WHERE key = $1"};
constexpr Query kAdd{.name = "attempts.add",
                     .text =
                         "INSERT INTO attempts (key, attempts, counted_at, open_at, forgotten_at) "
                         "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING"};
constexpr Query kChange{
    .name = "attempts.change",
    .text =
        "UPDATE attempts SET attempts = $2, counted_at = $3, open_at = $4, forgotten_at = $5 "
        "WHERE key = $1 AND attempts = $6 AND counted_at = $7 AND open_at = $8"};
constexpr Query kForget{.name = "attempts.forget", .text = "DELETE FROM attempts WHERE key = $1"};
constexpr Query kSweep{
    .name = "attempts.sweep",
    .text =
        "DELETE FROM attempts WHERE key IN (SELECT key FROM attempts WHERE forgotten_at <= $1 "
        "ORDER BY forgotten_at LIMIT $2)",
    .postgres_text =
        "DELETE FROM attempts WHERE key = ANY (ARRAY(SELECT key FROM attempts "
        "WHERE forgotten_at <= $1 ORDER BY forgotten_at LIMIT $2 FOR UPDATE SKIP LOCKED))"};

constexpr int kTries = 8;

std::optional<Meter> meter_of(const Rows& rows) {
  if (rows.empty()) {
    return std::nullopt;
  }
  return Meter{.attempts = static_cast<std::uint32_t>(rows.integer(0, 0)),
               .counted_at = rows.instant(0, 1),
               .open_at = rows.instant(0, 2)};
}

Statement write_meter(Tx& tx, const Line& line, const std::optional<Meter>& before,
                      const Meter& after) {
  const base::Instant forgotten = identity::budget::forgotten_at(after, line.tariff);
  const auto attempts = [](const Meter& meter) { return std::int64_t{meter.attempts}; };
  return before
             ? tx.run(kChange, line.key, attempts(after), after.counted_at, after.open_at,
                      forgotten, attempts(*before), before->counted_at, before->open_at)
             : tx.run(kAdd, line.key, attempts(after), after.counted_at, after.open_at, forgotten);
}

struct Reading {
  std::optional<Meter> before;
  Charged charged;
};

Reading charged(const Rows& rows, const Line& line, base::Instant now) {
  Reading reading{.before = meter_of(rows), .charged = {}};
  reading.charged = identity::budget::charge(reading.before.value_or(Meter{}), line.tariff, now);
  return reading;
}

Write<Reservation> reserve_lines(Tx& tx, std::span<const Line> lines, base::Instant now,
                                 const audit::Event* closed) {
  std::vector<Reading> readings;
  std::optional<base::Instant> refused;
  for (const Line& line : lines) {
    const Rows rows = co_await tx.run(kRead, line.key);
    readings.push_back(charged(rows, line, now));
    if (const Charged& last = readings.back().charged; !last.allowed) {
      refused = std::max(refused.value_or(now), last.after.open_at);
    }
  }
  if (refused) {
    co_return Reservation(identity::budget::Refused{*refused});
  }
  bool closes = false;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    Reading& reading = readings[at];
    while (true) {
      const Rows written =
          co_await write_meter(tx, lines[at], reading.before, reading.charged.after);
      if (written.changed() > 0) {
        break;
      }
      const Rows rows = co_await tx.run(kRead, lines[at].key);
      reading = charged(rows, lines[at], now);
      if (!reading.charged.allowed && at == 0) {
        co_return Reservation(identity::budget::Refused{reading.charged.after.open_at});
      }
      if (!reading.charged.allowed) {
        // What was charged already goes with the transaction.
        co_return base::reject(base::ErrorCode::conflict, "", "a meter closed in the meantime");
      }
    }
    closes = closes || reading.charged.closed;
  }
  if (closes) {
    tx.audit(*closed);
  }
  co_return Reservation(identity::budget::Reserved{});
}

struct Settling {
  Line forget;
  std::vector<Line> give_back;
};

Write<void> settle_lines(Tx& tx, const Settling* lines, base::Instant now) {
  co_await tx.run(kForget, lines->forget.key);
  for (const Line& line : lines->give_back) {
    bool written = false;
    while (!written) {
      const Rows rows = co_await tx.run(kRead, line.key);
      const auto before = meter_of(rows);
      if (!before) {
        break;
      }
      const Meter after = identity::budget::give_back(*before, line.tariff, now);
      const Rows changed = co_await write_meter(tx, line, before, after);
      written = changed.changed() > 0;
    }
  }
  co_return base::Done{};
}

Write<std::size_t> sweep_rows(Tx& tx, base::Instant now, std::int64_t limit) {
  const Rows rows = co_await tx.run(kSweep, now, limit);
  co_return rows.changed();
}

Order order_of(base::BytesView key) { return {.table = "attempts", .key = key}; }

}  // namespace

base::Result<Reservation> AttemptStore::reserve(std::span<const Line> lines, base::Instant now,
                                                const audit::Event& closed) {
  for (int tries = 1;; ++tries) {
    auto reserved = writer_.write(order_of(lines.front().key),
                                  [&](Tx& tx) { return reserve_lines(tx, lines, now, &closed); });
    if (reserved || reserved.error().code != base::ErrorCode::conflict) {
      return reserved;
    }
    if (tries == kTries) {
      return base::reject(base::ErrorCode::unavailable, "", "the database is busy",
                          reserved.error().description);
    }
  }
}

// A commit of its own would be paid by every login. Lost with a node, what was right stays charged
// like one more wrong attempt.
void AttemptStore::settle(const Line& forget, std::span<const Line> give_back, base::Instant now) {
  auto lines =
      std::make_unique<const Settling>(forget, std::vector(give_back.begin(), give_back.end()));
  const Order order = order_of(lines->forget.key);
  writer_.carry(order, [lines = std::move(lines), now](Tx& tx) {
    return settle_lines(tx, lines.get(), now);
  });
}

base::Result<std::size_t> AttemptStore::sweep(base::Instant now, std::size_t limit) {
  return writer_.write(
      order_of({}), [&](Tx& tx) { return sweep_rows(tx, now, static_cast<std::int64_t>(limit)); });
}

std::span<const Query* const> AttemptStore::queries() {
  static constexpr const Query* kQueries[] = {&kRead, &kAdd, &kChange, &kForget, &kSweep};
  return kQueries;
}

}  // namespace storage::sql
