// The port for sessions as people see them: which there are, from where, and their ends. Opening
// and replacing one is the mint's, on the same rows; who is erased has none.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "identity/sessions/level.h"
#include "identity/users/user_store.h"
#include "mint/session_store.h"

namespace identity::sessions {

struct Session {
  mint::SessionId id;
  users::UserId user;
  Level level = Level::none;
  std::vector<std::string> factors;  // by which it was reached, in order
  bool remembered = false;
  base::Instant opened_at;
  base::Instant authenticated_at;  // of the oldest proof it rests on
  base::Instant seen_at;           // opened_at until it is touched
  base::Instant idle_until;
  base::Instant absolute_until;
  std::optional<base::Instant> ended_at;
  std::string agent;    // of the browser, as it says
  std::string address;  // where it was opened
};

// A session and what the doors ask of its person: one read. Of who has no row, erased.
struct Found {
  Session session;
  users::Standing standing;
  users::Contact contact;
};

// A person and, if it is a live one of theirs, a session: one read.
struct AtHand {
  std::optional<users::Standing> person;
  std::optional<Session> session;
};

class SessionBook {
 public:
  virtual ~SessionBook() = default;
  // By the hash of the cookie's value; ended ones too, as long as the row is there: a day at least,
  // so that their person can be told why.
  virtual base::Result<std::optional<Found>> look(base::BytesView hash) = 0;
  virtual base::Result<AtHand> look(users::UserId user, const mint::SessionId& id,
                                    base::Instant now) = 0;
  // The live ones at `now`, newest first.
  virtual base::Result<std::vector<Session>> of(users::UserId user, base::Instant now) = 0;
  // It is used: neither time ever goes back. Nobody waits for it, and with a node that dies it may
  // be lost. False where it is not taken, and the next use is to say so again.
  virtual bool touch(const mint::SessionId& id, base::Instant seen_at,
                     base::Instant idle_until) = 0;
  // False unless it is a live one of that person. Of an expired one of theirs, what it began at
  // sites ends all the same.
  virtual base::Result<bool> end(users::UserId user, const mint::SessionId& id, base::Instant now,
                                 const audit::Event& event) = 0;
  // How many were live; the event is entered when there were any.
  virtual base::Result<std::size_t> end_all(users::UserId user,
                                            const std::optional<mint::SessionId>& keep,
                                            base::Instant now, const audit::Event& event) = 0;
  // Another store's write has ended them (ending.h): what this one remembers of them holds no more.
  virtual void forget_all(users::UserId, const std::optional<mint::SessionId>& /*keep*/) {}
};

}  // namespace identity::sessions
