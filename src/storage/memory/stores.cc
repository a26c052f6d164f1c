#include "storage/memory/stores.h"

#include <algorithm>

#include "families/family.h"
#include "storage/lingering.h"
#include "storage/memory/erase_some.h"

namespace storage::memory {

base::Result<keys::KeyTally> KeyStore::tally() {
  const std::lock_guard lock(mutex_);
  keys::KeyTally tally;
  for (const auto& [place, row] : rows_) {
    ++tally.keys;
    tally.generations += row.generation;
  }
  return tally;
}

base::Result<std::vector<keys::KeyRow>> KeyStore::all() {
  const std::lock_guard lock(mutex_);
  std::vector<keys::KeyRow> found;
  for (const auto& [place, row] : rows_) {
    found.push_back(row);
  }
  return found;
}

base::Result<bool> KeyStore::add(const keys::KeyRow& row, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (rows_.contains({row.algorithm, row.generation})) {
    return false;
  }
  if (std::ranges::any_of(rows_, [&](const auto& kept) { return kept.second.kid == row.kid; })) {
    return base::reject(base::ErrorCode::conflict, "", "it exists already");
  }
  rows_.emplace(std::pair(row.algorithm, row.generation), row);
  trail_.enter(event);
  return true;
}

base::Done KeyStore::reschedule(const std::string& kid, base::Instant sign_until,
                                base::Instant remove_at, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  const auto found =
      std::ranges::find_if(rows_, [&](const auto& kept) { return kept.second.kid == kid; });
  if (found == rows_.end()) {
    return base::reject(base::ErrorCode::not_found, "", "there is no key " + kid);
  }
  found->second.sign_until = sign_until;
  found->second.remove_at = remove_at;
  trail_.enter(event);
  return {};
}

base::Result<bool> KeyStore::remove(const std::string& kid, base::Instant remove_at,
                                    const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  const bool removed = std::erase_if(rows_, [&](const auto& kept) {
                         return kept.second.kid == kid && kept.second.remove_at <= remove_at;
                       }) > 0;
  if (removed) {
    trail_.enter(event);
  }
  return removed;
}

base::Done OneTimeStore::put(const mint::OneTime& row, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (!rows_.try_emplace({row.purpose, row.hash}, Kept{row, std::nullopt}).second) {
    return base::reject(base::ErrorCode::conflict, "", "the value is in use already");
  }
  trail_.enter(event);
  return {};
}

base::Result<mint::Spent> OneTimeStore::spend(mint::Purpose purpose, base::BytesView hash,
                                              base::Instant now, const mint::SpendEvents& events) {
  const std::lock_guard lock(mutex_);
  return take(purpose, hash, now, events);
}

base::Result<mint::Spent> OneTimeStore::spend_opening(base::BytesView hash, base::Instant now,
                                                      const mint::SpendEvents& events,
                                                      const mint::Opening& opening) {
  const std::lock_guard lock(mutex_);
  auto spent = take(mint::Purpose::authorization_code, hash, now, events);
  if (auto* fresh = std::get_if<mint::Fresh>(&spent); fresh != nullptr && open_(opening)) {
    fresh->opened = opening.family.id;
  }
  return spent;
}

base::Result<std::optional<std::string>> OneTimeStore::bound(mint::Purpose purpose,
                                                             base::BytesView hash) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find({purpose, base::Bytes(hash.begin(), hash.end())});
  return found == rows_.end() ? std::nullopt : std::optional(found->second.row.bound);
}

mint::Spent OneTimeStore::take(mint::Purpose purpose, base::BytesView hash, base::Instant now,
                               const mint::SpendEvents& events) {
  const auto found = rows_.find({purpose, base::Bytes(hash.begin(), hash.end())});
  if (found != rows_.end() && found->second.spent_at) {
    trail_.enter(events.replayed);
    return mint::Replayed{found->second.row.bound, *found->second.spent_at};
  }
  if (found == rows_.end() || found->second.row.expires_at <= now) {
    trail_.enter(events.unknown);
    return mint::Unknown{};
  }
  Kept& kept = found->second;
  kept.spent_at = now;
  if (purpose == mint::Purpose::setup_link) {
    for (auto& [key, other] : rows_) {
      if (key.first == purpose && !other.spent_at) {
        other.spent_at = now;
      }
    }
  }
  trail_.enter(events.fresh);
  return mint::Fresh{kept.row.bound};
}

base::Result<bool> OneTimeStore::waits(mint::Purpose purpose, base::BytesView hash,
                                       base::Instant now) {
  const std::lock_guard lock(mutex_);
  return has_waiting(purpose, hash, now);
}

base::Result<std::optional<mint::Replayed>> OneTimeStore::spent(mint::Purpose purpose,
                                                                base::BytesView hash) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find({purpose, base::Bytes(hash.begin(), hash.end())});
  return found == rows_.end() || !found->second.spent_at
             ? std::nullopt
             : std::optional(mint::Replayed{found->second.row.bound, *found->second.spent_at});
}

bool OneTimeStore::has_waiting(mint::Purpose purpose, base::BytesView hash,
                               base::Instant now) const {
  const auto found = rows_.find({purpose, base::Bytes(hash.begin(), hash.end())});
  return found != rows_.end() && !found->second.spent_at && now < found->second.row.expires_at;
}

std::size_t OneTimeStore::sweep(base::Instant now, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return erase_some(rows_, limit,
                    [&](const Kept& kept) { return kept.row.expires_at <= now - kRecognised; });
}

}  // namespace storage::memory
