#include "storage/sql/transaction_store.h"

#include <string>
#include <utility>

#include "storage/sql/login_rows.h"

namespace storage::sql {

constinit const Query kConcludeLogin{
    .name = "logins.conclude",
    .text =
        "UPDATE logins SET version = version + 1, state = 'finished', user_id = $3 "
        "WHERE id = $1 AND version = $2 AND state = 'open'"};

namespace {

using identity::login::State;
using identity::login::Transaction;
using identity::login::TransactionId;

constexpr Query kBegin{
    .name = "logins.begin",
    .text =
        "INSERT INTO logins (id, version, cookie_hash, earlier_hash, state, user_id, body, "
        "begun_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (id) DO NOTHING"};
constexpr Query kFind{
    .name = "logins.find",
    .text =
        "SELECT version, cookie_hash, earlier_hash, state, body, begun_at, expires_at "
        "FROM logins WHERE id = $1"};
constexpr Query kAdvance{
    .name = "logins.advance",
    .text =
        "UPDATE logins SET version = version + 1, cookie_hash = $3, earlier_hash = $4, state = $5, "
        "user_id = $6, body = $7 WHERE id = $1 AND version = $2 AND state = 'open'"};
constexpr Query kSweep{
    .name = "logins.sweep",
    .text =
        "DELETE FROM logins WHERE id IN (SELECT id FROM logins WHERE expires_at <= $1 "
        "ORDER BY expires_at LIMIT $2)",
    .postgres_text =
        "DELETE FROM logins WHERE id = ANY (ARRAY(SELECT id FROM logins "
        "WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))"};
// What is counted is read from the index alone; only when there are too many is a row looked at.
#define GAPURA_TOO_MANY                                                                    \
  "SELECT id FROM logins WHERE user_id IS NULL AND expires_at <= (SELECT expires_at FROM " \
  "logins ORDER BY expires_at DESC LIMIT 1 OFFSET $1) ORDER BY expires_at LIMIT $2"
constexpr Query kShed{.name = "logins.shed",
                      .text = "DELETE FROM logins WHERE id IN (" GAPURA_TOO_MANY ")",
                      .postgres_text = "DELETE FROM logins WHERE id = ANY (ARRAY(" GAPURA_TOO_MANY
                                       " FOR UPDATE SKIP LOCKED))"};
#undef GAPURA_TOO_MANY

std::string_view text_of(State state) { return state == State::open ? "open" : "finished"; }

std::optional<std::int64_t> person_of(const Transaction& transaction) {
  return transaction.person ? std::optional(transaction.person->value) : std::nullopt;
}

Write<void> begin_row(Tx& tx, const Transaction* row, const std::string* body) {
  const Rows rows =
      co_await tx.run(kBegin, row->id.bytes(), row->version, row->cookie_hash, row->earlier_hash,
                      text_of(row->state), person_of(*row), *body, row->begun_at, row->expires_at);
  if (rows.changed() == 0) {
    co_return base::reject(base::ErrorCode::conflict, "", "the login exists already");
  }
  co_return base::Done{};
}

Write<bool> advance_row(Tx& tx, const Transaction* row, const std::string* body,
                        const std::optional<audit::Event>* event) {
  const Rows rows = co_await tx.run(kAdvance, row->id.bytes(), row->version, row->cookie_hash,
                                    row->earlier_hash, text_of(row->state), person_of(*row), *body);
  if (rows.changed() == 0) {
    co_return false;
  }
  if (*event) {
    tx.audit(**event);
  }
  co_return true;
}

Write<std::size_t> sweep_rows(Tx& tx, base::Instant expired, std::int64_t most,
                              std::int64_t limit) {
  const Rows over = co_await tx.run(kSweep, expired, limit);
  const auto left = limit - static_cast<std::int64_t>(over.changed());
  const Rows shed = co_await tx.run(kShed, most, left);
  co_return over.changed() + shed.changed();
}

Order order_of(base::BytesView id) { return {.table = "logins", .key = id}; }

}  // namespace

base::Done TransactionStore::begin(const Transaction& transaction) {
  const std::string body = identity::login::body_of(transaction);
  return writer_.write(order_of(transaction.id.bytes()),
                       [&](Tx& tx) { return begin_row(tx, &transaction, &body); });
}

base::Result<std::optional<Transaction>> TransactionStore::find(const TransactionId& id) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(id.bytes())));
  if (rows.empty()) {
    return std::optional<Transaction>();
  }
  Transaction transaction{.id = id,
                          .version = rows.integer(0, 0),
                          .cookie_hash = rows.bytes(0, 1),
                          .earlier_hash = rows.bytes(0, 2),
                          .state = rows.octets(0, 3) == "open" ? State::open : State::finished,
                          .wish = {},
                          .person = {},
                          .proofs = {},
                          .session = {},
                          .begun_at = rows.instant(0, 5),
                          .expires_at = rows.instant(0, 6)};
  TRY(identity::login::read_body(transaction, rows.text(0, 4)));
  return std::optional(std::move(transaction));
}

base::Result<bool> TransactionStore::advance(const Transaction& transaction,
                                             const std::optional<audit::Event>& event) {
  const std::string body = identity::login::body_of(transaction);
  return writer_.write(order_of(transaction.id.bytes()),
                       [&](Tx& tx) { return advance_row(tx, &transaction, &body, &event); });
}

base::Result<std::size_t> TransactionStore::sweep(base::Instant now, std::size_t limit) {
  return writer_.write(order_of({}), [&](Tx& tx) {
    return sweep_rows(tx, now - identity::login::kKeptAfter, most_,
                      static_cast<std::int64_t>(limit));
  });
}

std::span<const Query* const> TransactionStore::queries() {
  static constexpr const Query* kQueries[] = {&kBegin,         &kFind,  &kAdvance,
                                              &kConcludeLogin, &kSweep, &kShed};
  return kQueries;
}

}  // namespace storage::sql
