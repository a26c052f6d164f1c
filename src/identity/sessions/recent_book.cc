#include "identity/sessions/recent_book.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace identity::sessions {
namespace {

template <class Key>
std::optional<Key> key_of(base::BytesView hash) {
  Key key{};
  if (hash.size() != key.size()) {
    return std::nullopt;
  }
  std::ranges::copy(hash, key.begin());
  return key;
}

// A clock that was set back makes nothing live longer.
bool fresh(base::Instant at, base::Instant now) {
  return at <= now && now - at < RecentBook::kLife;
}

}  // namespace

std::size_t RecentBook::FirstOctets::operator()(const Key& key) const {
  std::size_t value = 0;
  std::memcpy(&value, key.data(), sizeof value);
  return value;
}

std::optional<Session> RecentBook::look_recent(base::BytesView hash) {
  const auto key = key_of<Key>(hash);
  const base::Instant now = clock_.now();
  std::shared_ptr<const Session> session;
  if (key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(*key);
    if (found != by_key_.end() && fresh(found->second->at, now)) {
      session = found->second->session;
    }
  }
  return session ? std::optional(*session) : std::nullopt;
}

base::Result<std::optional<Found>> RecentBook::look(base::BytesView hash) {
  if (auto recent = look_recent(hash)) {
    return std::optional(Found{.session = *std::move(recent), .status = users::Status::active});
  }
  // Of the time before the read: what is read is no younger.
  const std::uint64_t before = forgotten();
  const base::Instant now = clock_.now();
  TRY_VAL(found, book_.look(hash));
  const auto key = key_of<Key>(hash);
  if (key && found && found->status == users::Status::active && !found->session.ended_at) {
    keep(*key, found->session, now, before);
  }
  return std::move(found);
}

std::uint64_t RecentBook::forgotten() const {
  const std::lock_guard lock(mutex_);
  return forgotten_;
}

void RecentBook::keep(const Key& key, const Session& session, base::Instant at,
                      std::uint64_t forgotten) {
  auto copy = std::make_shared<const Session>(session);
  const std::lock_guard lock(mutex_);
  if (forgotten != forgotten_) {
    return;
  }
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    drop(found->second);
  }
  while (!seen_.empty() && (seen_.size() >= most_ || !fresh(seen_.front().at, at))) {
    drop(seen_.begin());
  }
  const Place place = seen_.insert(seen_.end(), {.key = key, .at = at, .session = std::move(copy)});
  by_key_.emplace(key, place);
  by_id_.emplace(session.id, place);
}

void RecentBook::drop(Place place) {
  by_key_.erase(place->key);
  by_id_.erase(place->session->id);
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

base::Result<std::vector<Session>> RecentBook::of(users::UserId user, base::Instant now) {
  return book_.of(user, now);
}

base::Done RecentBook::touch(const mint::SessionId& id, base::Instant seen_at,
                             base::Instant idle_until) {
  TRY(book_.touch(id, seen_at, idle_until));
  const std::lock_guard lock(mutex_);
  // Or every request of this half second would write it down again.
  if (const auto found = by_id_.find(id); found != by_id_.end()) {
    Session touched = *found->second->session;
    touched.seen_at = std::max(touched.seen_at, seen_at);
    touched.idle_until = std::max(touched.idle_until, idle_until);
    found->second->session = std::make_shared<const Session>(std::move(touched));
  }
  return {};
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
    if (place->session->user == user && place->session->id != keep) {
      drop(place);
    }
  }
}

std::size_t RecentBook::size() const {
  const std::lock_guard lock(mutex_);
  return seen_.size();
}

}  // namespace identity::sessions
