// Whether the session of a browser answers what a door asks (OpenID Connect Core 1.0, sections
// 3.1.2.1 and 3.1.2.3): prompt, max_age, the level, and whom it is about.
#pragma once

#include <optional>

#include "base/clock.h"
#include "identity/sessions/session_book.h"

namespace identity::sessions {

struct Asked {
  bool log_in = false;          // prompt=login
  bool choose_account = false;  // prompt=select_account
  std::optional<base::Duration> max_age;
  Level level = Level::one_factor;
  std::vector<std::string> factors;  // each of them, besides the level
  std::optional<users::UserId> only;
};

enum class Answer {
  good,
  log_in,          // there is no session
  other_person,    // there is one, of somebody else than the door means
  choose_account,  // the door wants the person to say which
  log_in_again,    // too old, or asked for
  step_up,         // the same person, with more proof
};

// Of no session: null.
Answer answer(const Session* live, const Asked& asked, base::Instant now);

}  // namespace identity::sessions
