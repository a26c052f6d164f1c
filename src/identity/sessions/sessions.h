// What a session is good for: how long it lives, whether it answers what a door asks, and how
// people see and end their own. Every door and the account page call it with the cookie's value.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "identity/act.h"
#include "identity/sessions/recent_book.h"
#include "identity/sessions/session_book.h"

namespace identity::sessions {

struct Rules {
  base::Duration idle = std::chrono::hours(12);
  base::Duration absolute = std::chrono::days(7);
  base::Duration remembered_idle = std::chrono::days(30);
  base::Duration remembered_absolute = std::chrono::days(90);
  // How often a use is written down; a session may end this much before its idle limit.
  base::Duration touch_every = std::chrono::minutes(1);
};

struct Limits {
  base::Instant idle_until;
  base::Instant absolute_until;
};

// Of a session opened now.
Limits limits(const Rules& rules, bool remembered, base::Instant now);

// Whether it was ended besides is another matter.
bool past_its_limits(const Session& session, base::Instant now);

// What there is to say that a session is used.
struct Use {
  mint::SessionId id;
  base::Instant seen_at;
  base::Instant absolute_until;
  bool remembered = false;
};
Use use_of(const Session& session);
// As it was written down.
struct Used {
  base::Instant seen_at;
  base::Instant idle_until;
};

struct Nobody {};
struct Live {
  Session session;
  users::Standing standing;
};
// Of somebody who is disabled or locked, and who may be told so: they hold a session.
struct Inactive {
  users::UserId user;
};
using Checked = std::variant<Nobody, Live, Inactive>;

class Sessions {
 public:
  Sessions(SessionBook& book, const base::Clock& clock, Rules rules)
      : book_(book), clock_(clock), rules_(rules) {}
  // A server's: what was checked is remembered for a moment.
  Sessions(RecentBook& book, const base::Clock& clock, Rules rules)
      : book_(book), recent_(&book), clock_(clock), rules_(rules) {}

  // At every request. Moves the idle limit along.
  base::Result<Checked> check(const base::Secret& cookie);
  // For an event loop, which may not wait: a live session from memory. Nothing says nothing; ask
  // check() then, where one may wait.
  std::optional<Live> check_remembered(const base::Secret& cookie) const;

  // Of whoever knows by other means that it lives: moves the idle limit along, when that is due.
  std::optional<Used> use(const Use& use);
  bool is_due(const Use& use, base::Instant now) const {
    return now - use.seen_at >= rules_.touch_every;
  }

  base::Result<AtHand> look(users::UserId user, const mint::SessionId& id) {
    return book_.look(user, id, clock_.now());
  }
  // As it was half a second ago, where that is remembered: for whoever grants nothing but by a
  // write that asks again.
  base::Result<AtHand> look_lately(users::UserId user, const mint::SessionId& id);
  base::Result<std::vector<Session>> of(users::UserId user) { return book_.of(user, clock_.now()); }
  // not_found for what is not a live session of that person.
  base::Done end(const Act& act, users::UserId user, const mint::SessionId& id);
  // Of whoever logs out when their session is over already: its sites do not know that it is.
  base::Done end_what_is_left(const Act& act, const base::Secret& cookie);
  base::Result<std::size_t> end_all(const Act& act, users::UserId user,
                                    const std::optional<mint::SessionId>& keep);

  const Rules& rules() const { return rules_; }

 private:
  SessionBook& book_;
  RecentBook* const recent_ = nullptr;
  const base::Clock& clock_;
  const Rules rules_;
};

}  // namespace identity::sessions
