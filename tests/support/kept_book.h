// Sessions in memory: the mint's rows and the book of what people see, which are one thing.
#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "audit/trail.h"
#include "identity/sessions/session_book.h"
#include "mint/session_store.h"
#include "tests/support/kept_people.h"

namespace support {

class KeptBook final : public mint::SessionStore, public identity::sessions::SessionBook {
 public:
  using Session = identity::sessions::Session;
  using UserId = identity::users::UserId;

  KeptBook(audit::Trail& trail, KeptPeople& people) : trail_(trail), people_(people) {
    people.on_ending([this](UserId user, const identity::sessions::Ending& ending) -> base::Done {
      TRY(end_all(user, ending.keep, ending.at, ending.event));
      return {};
    });
  }

  // By their own person, live or not.
  std::vector<mint::SessionId> asked_to_end() {
    const std::lock_guard lock(mutex_);
    return asked_to_end_;
  }
  // Live or not.
  std::optional<Session> kept(const mint::SessionId& id) {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::ranges::find_if(kept_, [&id](const Kept& kept) { return kept.session.id == id; });
    return found == kept_.end() ? std::nullopt : std::optional(found->session);
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    kept_.clear();
  }
  int touches = 0;
  bool takes_touches = true;

  // How a login is concluded, where logins are kept.
  using Conclude = std::function<bool(const mint::Conclusion::Row&)>;
  void on_concluding(Conclude conclude) { conclude_ = std::move(conclude); }

  base::Result<mint::SessionOpening> open(const mint::SessionRow& row,
                                          const mint::Replaced& replaced,
                                          const std::optional<mint::Conclusion>& concluded,
                                          const audit::Event& event) override {
    TRY_VAL(user, people_.find(UserId{row.user_id}));
    if (!user || user->status != identity::users::Status::active) {
      return mint::SessionOpening::not_active;
    }
    const std::lock_guard lock(mutex_);
    if (concluded) {
      if (concluded->row && !conclude_(*concluded->row)) {
        return mint::SessionOpening::overtaken;
      }
      TRY(trail_.append(concluded->event));
    }
    people_.logged_in(user->id, row.opened_at);
    for (const mint::SessionId& id : replaced.ids) {
      TRY(end_if([&id](const Kept& kept) { return kept.session.id == id; }, row.opened_at,
                 replaced.event));
    }
    TRY(trail_.append(event));
    kept_.push_back({.session = {.id = row.id,
                                 .user = UserId{row.user_id},
                                 .level = identity::sessions::level_from(row.level).value(),
                                 .factors = row.details.factors,
                                 .remembered = row.details.remembered,
                                 .opened_at = row.opened_at,
                                 .authenticated_at = row.authenticated_at,
                                 .seen_at = row.opened_at,
                                 .idle_until = row.idle_until,
                                 .absolute_until = row.absolute_until,
                                 .agent = row.details.agent,
                                 .address = row.details.address},
                     .row = row});
    return mint::SessionOpening::opened;
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
      TRY_VAL(user, people_.find(found->session.user));
      TRY_VAL(standing, people_.standing(found->session.user));
      found->standing = *std::move(standing);
      found->contact = {.username = user->username, .email = user->email, .no_hp = user->no_hp};
    }
    return found;
  }

  base::Result<identity::sessions::AtHand> look(UserId user, const mint::SessionId& id,
                                                base::Instant now) override {
    TRY_VAL(person, people_.standing(user));
    TRY_VAL(live, of(user, now));
    const auto found = std::ranges::find(live, id, &Session::id);
    return identity::sessions::AtHand{
        .person = std::move(person),
        .session = found == live.end() ? std::nullopt : std::optional(*found)};
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

  bool touch(const mint::SessionId& id, base::Instant seen_at, base::Instant idle_until) override {
    const std::lock_guard lock(mutex_);
    ++touches;
    if (!takes_touches) {
      return false;
    }
    for (Kept& kept : kept_) {
      if (kept.session.id == id) {
        kept.session.seen_at = std::max(kept.session.seen_at, seen_at);
        kept.session.idle_until = std::max(kept.session.idle_until, idle_until);
      }
    }
    return true;
  }

  base::Result<bool> end(UserId user, const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    asked_to_end_.push_back(id);
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
  KeptPeople& people_;
  std::mutex mutex_;
  std::vector<Kept> kept_;
  Conclude conclude_ = [](const mint::Conclusion::Row&) { return false; };
  std::vector<mint::SessionId> asked_to_end_;
};

}  // namespace support
