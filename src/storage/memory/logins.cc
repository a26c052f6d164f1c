#include "storage/memory/logins.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/memory/erase_some.h"

namespace storage::memory {

using identity::budget::Line;
using identity::budget::Meter;
using identity::budget::Reservation;

Meter AttemptStore::meter(const base::Bytes& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? Meter{} : found->second.meter;
}

void AttemptStore::keep(const Line& line, const Meter& meter) {
  rows_.insert_or_assign(
      line.key,
      Kept{.meter = meter, .forgotten_at = identity::budget::forgotten_at(meter, line.tariff)});
}

base::Result<Reservation> AttemptStore::reserve(std::span<const Line> lines, base::Instant now,
                                                const audit::Event& closed) {
  const std::lock_guard lock(mutex_);
  std::vector<Meter> after;
  std::optional<base::Instant> refused;
  bool closes = false;
  for (const Line& line : lines) {
    const auto charged = identity::budget::charge(meter(line.key), line.tariff, now);
    if (!charged.allowed) {
      refused = std::max(refused.value_or(now), charged.after.open_at);
    }
    closes = closes || charged.closed;
    after.push_back(charged.after);
  }
  if (refused) {
    return Reservation(identity::budget::Refused{*refused});
  }
  for (std::size_t at = 0; at < lines.size(); ++at) {
    keep(lines[at], after[at]);
  }
  if (closes) {
    trail_.enter(closed);
  }
  return Reservation(identity::budget::Reserved{});
}

void AttemptStore::settle(const Line& forget, std::span<const Line> give_back, base::Instant now) {
  const std::lock_guard lock(mutex_);
  rows_.erase(forget.key);
  for (const Line& line : give_back) {
    keep(line, identity::budget::give_back(meter(line.key), line.tariff, now));
  }
}

std::size_t AttemptStore::sweep(base::Instant now, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return erase_some(rows_, limit, [&](const Kept& kept) { return kept.forgotten_at <= now; });
}

base::Done TransactionStore::begin(const Transaction& transaction) {
  const std::lock_guard lock(mutex_);
  if (!rows_.emplace(transaction.id, transaction).second) {
    return base::reject(base::ErrorCode::conflict, "", "the login exists already");
  }
  return {};
}

base::Result<std::optional<TransactionStore::Transaction>> TransactionStore::find(
    const identity::login::TransactionId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(id);
  return found == rows_.end() ? std::nullopt : std::optional(found->second);
}

TransactionStore::Transaction* TransactionStore::open_at(const identity::login::TransactionId& id,
                                                         std::int64_t version) {
  const auto found = rows_.find(id);
  return found != rows_.end() && found->second.version == version &&
                 found->second.state == identity::login::State::open
             ? &found->second
             : nullptr;
}

base::Result<bool> TransactionStore::advance(const Transaction& transaction,
                                             const std::optional<audit::Event>& event) {
  const std::lock_guard lock(mutex_);
  Transaction* const row = open_at(transaction.id, transaction.version);
  if (row == nullptr) {
    return false;
  }
  Transaction before = std::exchange(*row, transaction);
  Transaction& after = *row;
  after.version += 1;
  after.wish = std::move(before.wish);
  after.begun_at = before.begun_at;
  after.expires_at = before.expires_at;
  if (event) {
    trail_.enter(*event);
  }
  return true;
}

bool TransactionStore::conclude(const mint::Conclusion::Row& login,
                                identity::users::UserId person) {
  Transaction* const row = open_at(login.id, login.version);
  if (row == nullptr) {
    return false;
  }
  row->version += 1;
  row->state = identity::login::State::finished;
  row->person = person;
  return true;
}

std::size_t TransactionStore::sweep(base::Instant now, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const base::Instant over = now - identity::login::kKeptAfter;
  const std::size_t gone =
      erase_some(rows_, limit, [&](const Transaction& row) { return row.expires_at <= over; });
  // By id, which is by time: what comes before the newest of them.
  std::size_t beyond = rows_.size() > most_ ? rows_.size() - most_ : 0;
  return gone + erase_some(rows_, limit - gone, [&](const Transaction& row) {
           return beyond > 0 && beyond-- > 0 && !row.person;
         });
}

void TransactionStore::forget(identity::users::UserId user) {
  std::erase_if(rows_, [&](const auto& row) { return row.second.person == user; });
}

}  // namespace storage::memory
