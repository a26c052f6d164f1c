// Sessions in memory: the mint's rows and the book of what people see, which are one thing.
#pragma once

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "audit/trail.h"
#include "identity/sessions/session_book.h"
#include "identity/users/user_store.h"
#include "mint/session_store.h"

namespace support {

class KeptBook final : public mint::SessionStore, public identity::sessions::SessionBook {
 public:
  using Session = identity::sessions::Session;
  using UserId = identity::users::UserId;

  // `users` for the status of a session's person; it may come later.
  KeptBook(audit::Trail& trail, const base::Clock& clock) : trail_(trail), clock_(clock) {}
  void read_status_from(identity::users::UserStore& users) { users_ = &users; }

  void clear() {
    const std::lock_guard lock(mutex_);
    kept_.clear();
  }

  base::Done open(const mint::SessionRow& row, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    TRY(trail_.append(event));
    kept_.push_back({.session = {.id = row.id,
                                 .user = UserId{row.user_id},
                                 .level = identity::sessions::level_from(row.level).value(),
                                 .opened_at = clock_.now(),
                                 .authenticated_at = row.authenticated_at,
                                 .seen_at = clock_.now(),
                                 .idle_until = row.idle_until,
                                 .absolute_until = row.absolute_until},
                     .row = row});
    return {};
  }

  base::Result<std::optional<mint::SessionRow>> find(base::BytesView hash,
                                                     base::Instant now) override {
    const std::lock_guard lock(mutex_);
    for (const Kept& kept : kept_) {
      if (kept.row.hash == base::Bytes(hash.begin(), hash.end()) && live(kept, now)) {
        return std::optional(kept.row);
      }
    }
    return std::optional<mint::SessionRow>();
  }

  base::Result<bool> end(const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    return end_if([&id](const Kept& kept) { return kept.session.id == id; }, now, event);
  }

  base::Done describe(const mint::SessionId& id,
                      const identity::sessions::Details& details) override {
    const std::lock_guard lock(mutex_);
    for (Kept& kept : kept_) {
      if (kept.session.id == id) {
        kept.session.factors = details.factors;
        kept.session.remembered = details.remembered;
        kept.session.agent = details.agent;
        kept.session.address = details.address;
      }
    }
    return {};
  }

  base::Result<std::optional<identity::sessions::Found>> look(base::BytesView hash) override {
    std::optional<identity::sessions::Found> found;
    {
      const std::lock_guard lock(mutex_);
      for (const Kept& kept : kept_) {
        if (kept.row.hash == base::Bytes(hash.begin(), hash.end())) {
          found = identity::sessions::Found{.session = kept.session};
        }
      }
    }
    if (found) {
      TRY_VAL(user, users_->find(found->session.user));
      found->status = user->status;
    }
    return found;
  }

  base::Result<std::vector<Session>> of(UserId user, base::Instant now) override {
    const std::lock_guard lock(mutex_);
    std::vector<Session> sessions;
    for (const Kept& kept : kept_) {
      if (kept.session.user == user && live(kept, now)) {
        sessions.insert(sessions.begin(), kept.session);
      }
    }
    return sessions;
  }

  base::Done touch(const mint::SessionId& id, base::Instant seen_at,
                   base::Instant idle_until) override {
    const std::lock_guard lock(mutex_);
    for (Kept& kept : kept_) {
      if (kept.session.id == id) {
        kept.session.seen_at = std::max(kept.session.seen_at, seen_at);
        kept.session.idle_until = std::max(kept.session.idle_until, idle_until);
      }
    }
    return {};
  }

  base::Result<bool> end(UserId user, const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    return end_if(
        [&](const Kept& kept) { return kept.session.id == id && kept.session.user == user; }, now,
        event);
  }

  base::Result<std::size_t> end_all(UserId user, const std::optional<mint::SessionId>& keep,
                                    base::Instant now, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    std::size_t ended = 0;
    for (Kept& kept : kept_) {
      if (kept.session.user == user && kept.session.id != keep && live(kept, now)) {
        kept.session.ended_at = now;
        ++ended;
      }
    }
    if (ended > 0) {
      TRY(trail_.append(event));
    }
    return ended;
  }

 private:
  struct Kept {
    Session session;
    mint::SessionRow row;
  };

  static bool live(const Kept& kept, base::Instant now) {
    return !kept.session.ended_at && now < kept.session.idle_until &&
           now < kept.session.absolute_until;
  }

  template <class Test>
  base::Result<bool> end_if(Test test, base::Instant now, const audit::Event& event) {
    for (Kept& kept : kept_) {
      if (test(kept) && live(kept, now)) {
        kept.session.ended_at = now;
        TRY(trail_.append(event));
        return true;
      }
    }
    return false;
  }

  audit::Trail& trail_;
  const base::Clock& clock_;
  identity::users::UserStore* users_ = nullptr;
  std::mutex mutex_;
  std::vector<Kept> kept_;
};

}  // namespace support
