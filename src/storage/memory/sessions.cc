#include "storage/memory/sessions.h"

#include <algorithm>

#include "storage/lingering.h"
#include "storage/memory/erase_some.h"

namespace storage::memory {

using identity::sessions::Found;
using identity::sessions::Level;
using users::UserId;

base::Instant SessionStore::Kept::gone_at() const {
  const base::Instant limit = std::min(row.idle_until, row.absolute_until);
  return ended_at ? std::min(*ended_at, limit) : limit;
}

SessionStore::Session SessionStore::seen(const Kept& kept) {
  const mint::SessionRow& row = kept.row;
  return {.id = row.id,
          .user = UserId{row.user_id},
          .level = identity::sessions::level_from(row.level).value_or(Level::none),
          .factors = row.details.factors,
          .remembered = row.details.remembered,
          .opened_at = row.opened_at,
          .authenticated_at = row.authenticated_at,
          .seen_at = kept.seen_at,
          .idle_until = row.idle_until,
          .absolute_until = row.absolute_until,
          .ended_at = kept.ended_at,
          .agent = row.details.agent,
          .address = row.details.address};
}

std::optional<SessionStore::Session> SessionStore::kept(const mint::SessionId& id) const {
  const auto found = rows_.find(id);
  return found == rows_.end() ? std::nullopt : std::optional(seen(found->second));
}

base::Result<mint::SessionOpening> SessionStore::open(
    const mint::SessionRow& row, const mint::Replaced& replaced,
    const std::optional<mint::Conclusion>& concluded, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  Person* const person = people_.find(UserId{row.user_id});
  if (person == nullptr || person->user.status != users::Status::active) {
    return mint::SessionOpening::not_active;
  }
  if (rows_.contains(row.id) || by_hash_.contains(row.hash)) {
    return base::reject(base::ErrorCode::conflict, "", "the session exists already");
  }
  if (concluded) {
    if (concluded->row && !logins_.conclude(*concluded->row, person->user.id)) {
      return mint::SessionOpening::overtaken;
    }
    trail_.enter(concluded->event);
  }
  person->user.last_login_at = row.opened_at;
  for (const mint::SessionId& id : replaced.ids) {
    if (end_live(id, row.opened_at, replaced.event)) {
      families_.move(id, row);
    }
    visits_.move(id, row);
    visits_.end(id, row.opened_at);
  }
  rows_.emplace(row.id, Kept{.row = row, .seen_at = row.opened_at, .ended_at = {}});
  by_hash_.emplace(row.hash, row.id);
  trail_.enter(event);
  return mint::SessionOpening::opened;
}

base::Result<std::optional<mint::SessionRow>> SessionStore::find(base::BytesView hash,
                                                                 base::Instant now) {
  const std::lock_guard lock(mutex_);
  const auto named = by_hash_.find(base::Bytes(hash.begin(), hash.end()));
  if (named == by_hash_.end() || rows_.at(named->second).gone_at() <= now) {
    return std::optional<mint::SessionRow>();
  }
  return std::optional(rows_.at(named->second).row);
}

bool SessionStore::end_live(const mint::SessionId& id, base::Instant now,
                            const audit::Event& event) {
  const auto found = rows_.find(id);
  if (found == rows_.end() || found->second.gone_at() <= now) {
    return false;
  }
  found->second.ended_at = now;
  trail_.enter(event);
  return true;
}

base::Result<bool> SessionStore::end(const mint::SessionId& id, base::Instant now,
                                     const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  const bool ended = end_live(id, now, event);
  if (ended) {
    visits_.end(id, now);
  }
  return ended;
}

base::Result<std::optional<Found>> SessionStore::look(base::BytesView hash) {
  const std::lock_guard lock(mutex_);
  const auto named = by_hash_.find(base::Bytes(hash.begin(), hash.end()));
  if (named == by_hash_.end()) {
    return std::optional<Found>();
  }
  Found found{.session = seen(rows_.at(named->second))};
  if (const Person* const person = people_.find(found.session.user)) {
    found.standing = *people_.standing(found.session.user);
    found.contact = {.username = person->user.username,
                     .email = person->user.email,
                     .no_hp = person->user.no_hp};
  }
  return std::optional(std::move(found));
}

base::Result<identity::sessions::AtHand> SessionStore::look(UserId user, const mint::SessionId& id,
                                                            base::Instant now) {
  const std::lock_guard lock(mutex_);
  return identity::sessions::AtHand{.person = people_.standing(user),
                                    .session = live_until(id, user, now) ? kept(id) : std::nullopt};
}

base::Result<std::vector<SessionStore::Session>> SessionStore::of(UserId user, base::Instant now) {
  const std::lock_guard lock(mutex_);
  std::vector<Session> found;
  for (const auto& [id, kept] : rows_) {
    if (kept.row.user_id == user.value && now < kept.gone_at()) {
      found.push_back(seen(kept));
    }
  }
  std::ranges::reverse(found);
  return found;
}

bool SessionStore::touch(const mint::SessionId& id, base::Instant seen_at,
                         base::Instant idle_until) {
  const std::lock_guard lock(mutex_);
  if (const auto found = rows_.find(id); found != rows_.end()) {
    Kept& kept = found->second;
    kept.seen_at = std::max(kept.seen_at, seen_at);
    kept.row.idle_until = std::max(kept.row.idle_until, idle_until);
  }
  return true;
}

base::Result<bool> SessionStore::end(UserId user, const mint::SessionId& id, base::Instant now,
                                     const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(id);
  if (found == rows_.end() || found->second.row.user_id != user.value) {
    return false;
  }
  visits_.end(id, now);
  return end_live(id, now, event);
}

base::Result<std::size_t> SessionStore::end_all(UserId user,
                                                const std::optional<mint::SessionId>& keep,
                                                base::Instant now, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  return end_all(user, {.keep = keep, .at = now, .event = event});
}

std::size_t SessionStore::end_all(UserId user, const identity::sessions::Ending& ending) {
  std::size_t ended = 0;
  for (auto& [id, kept] : rows_) {
    if (kept.row.user_id == user.value && id != ending.keep && ending.at < kept.gone_at()) {
      kept.ended_at = ending.at;
      ++ended;
    }
  }
  visits_.end_all(user, ending.keep, ending.at);
  if (ended > 0) {
    trail_.enter(ending.event);
  }
  return ended;
}

std::size_t SessionStore::sweep(base::Instant now, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const std::size_t erased = erase_some(
      rows_, limit, [&](const Kept& kept) { return kept.gone_at() <= now - kLingering; });
  forget_hashes();
  return erased;
}

std::optional<base::Instant> SessionStore::live_until(const mint::SessionId& id, UserId user,
                                                      base::Instant now) const {
  const auto found = rows_.find(id);
  // One that has ended is over at any time, also at one from before its end.
  if (found == rows_.end() || found->second.row.user_id != user.value || found->second.ended_at ||
      found->second.gone_at() <= now) {
    return std::nullopt;
  }
  return found->second.row.absolute_until;
}

void SessionStore::forget(UserId user, base::Instant now) {
  visits_.end_all(user, std::nullopt, now);
  std::erase_if(rows_, [&](const auto& kept) { return kept.second.row.user_id == user.value; });
  forget_hashes();
}

void SessionStore::forget_hashes() {
  std::erase_if(by_hash_, [this](const auto& named) { return !rows_.contains(named.second); });
}

}  // namespace storage::memory
