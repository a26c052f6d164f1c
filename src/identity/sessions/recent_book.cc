#include "identity/sessions/recent_book.h"

#include <algorithm>
#include <utility>

#include "identity/sessions/sessions.h"

namespace identity::sessions {

// Of one of the two maps; whoever is read is copied when the lock is free again.
template <class Map, class Key>
std::optional<Found> RecentBook::remembered(const Map& map, const Key& key) const {
  const base::Instant now = clock_.now();
  std::shared_ptr<const Found> recent;
  {
    const std::lock_guard lock(mutex_);
    const auto place = map.find(key);
    if (place != map.end() && base::is_recent(place->second->at, now)) {
      recent = place->second->found;
    }
  }
  return recent ? std::optional(*recent) : std::nullopt;
}

std::optional<Found> RecentBook::look_recent(base::BytesView hash) const {
  const auto key = crypto::as_hash_key(hash);
  return key ? remembered(by_key_, *key) : std::nullopt;
}

std::optional<Found> RecentBook::look_recent(users::UserId user, const mint::SessionId& id,
                                             base::Instant now) const {
  auto found = remembered(by_id_, id);
  const bool theirs = found && found->session.user == user && !past_its_limits(found->session, now);
  return theirs ? std::move(found) : std::nullopt;
}

base::Result<std::optional<Found>> RecentBook::look(base::BytesView hash) {
  if (auto recent = look_recent(hash)) {
    return recent;
  }
  // Of the time before the read: what is read is no younger.
  const std::uint64_t before = forgotten();
  const base::Instant now = clock_.now();
  TRY_VAL(found, book_.look(hash));
  const auto key = crypto::as_hash_key(hash);
  if (key && found && found->standing.status == users::Status::active && !found->session.ended_at) {
    keep(*key, *found, now, before);
  }
  return std::move(found);
}

std::uint64_t RecentBook::forgotten() const {
  const std::lock_guard lock(mutex_);
  return forgotten_;
}

void RecentBook::keep(const crypto::HashKey& key, const Found& found, base::Instant at,
                      std::uint64_t forgotten) {
  auto copy = std::make_shared<const Found>(found);
  const std::lock_guard lock(mutex_);
  if (forgotten != forgotten_) {
    return;
  }
  if (const auto earlier = by_key_.find(key); earlier != by_key_.end()) {
    drop(earlier->second);
  }
  while (!seen_.empty() && (seen_.size() >= most_ || !base::is_recent(seen_.front().at, at))) {
    drop(seen_.begin());
  }
  const Place place = seen_.insert(seen_.end(), {.key = key, .at = at, .found = std::move(copy)});
  by_key_.emplace(key, place);
  by_id_.emplace(found.session.id, place);
}

void RecentBook::drop(Place place) {
  by_key_.erase(place->key);
  by_id_.erase(place->found->session.id);
  seen_.erase(place);
}

void RecentBook::forget(const mint::SessionId& id) {
  if (companion_ != nullptr) {
    companion_->forget(id);
  }
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  if (const auto found = by_id_.find(id); found != by_id_.end()) {
    drop(found->second);
  }
}

base::Result<AtHand> RecentBook::look(users::UserId user, const mint::SessionId& id,
                                      base::Instant now) {
  return book_.look(user, id, now);
}

base::Result<std::vector<Session>> RecentBook::of(users::UserId user, base::Instant now) {
  return book_.of(user, now);
}

bool RecentBook::touch(const mint::SessionId& id, base::Instant seen_at, base::Instant idle_until) {
  if (!book_.touch(id, seen_at, idle_until)) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  // Or every request of this half second would write it down again.
  if (const auto found = by_id_.find(id); found != by_id_.end()) {
    Found touched = *found->second->found;
    touched.session.seen_at = std::max(touched.session.seen_at, seen_at);
    touched.session.idle_until = std::max(touched.session.idle_until, idle_until);
    found->second->found = std::make_shared<const Found>(std::move(touched));
  }
  return true;
}

// Forgotten even where the database does not say whether it is done.
base::Result<bool> RecentBook::end(users::UserId user, const mint::SessionId& id, base::Instant now,
                                   const audit::Event& event) {
  auto ended = book_.end(user, id, now, event);
  forget(id);
  return ended;
}

base::Result<std::size_t> RecentBook::end_all(users::UserId user,
                                              const std::optional<mint::SessionId>& keep,
                                              base::Instant now, const audit::Event& event) {
  auto ended = book_.end_all(user, keep, now, event);
  forget_all(user, keep);
  return ended;
}

void RecentBook::forget_all(users::UserId user, const std::optional<mint::SessionId>& keep) {
  if (companion_ != nullptr) {
    companion_->forget_all(user, keep);
  }
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  for (auto at = seen_.begin(); at != seen_.end();) {
    const Place place = at++;
    const Session& session = place->found->session;
    if (session.user == user && session.id != keep) {
      drop(place);
    }
  }
}

std::size_t RecentBook::size() const {
  const std::lock_guard lock(mutex_);
  return seen_.size();
}

}  // namespace identity::sessions
