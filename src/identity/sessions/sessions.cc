#include "identity/sessions/sessions.h"

#include <algorithm>

#include "crypto/digest.h"

namespace identity::sessions {

Limits limits(const Rules& rules, bool remembered, base::Instant now) {
  const base::Duration idle = remembered ? rules.remembered_idle : rules.idle;
  const base::Duration absolute = remembered ? rules.remembered_absolute : rules.absolute;
  return {.idle_until = now + std::min(idle, absolute), .absolute_until = now + absolute};
}

bool past_its_limits(const Session& session, base::Instant now) {
  return now >= session.idle_until || now >= session.absolute_until;
}

Use use_of(const Session& session) {
  return {.id = session.id,
          .seen_at = session.seen_at,
          .absolute_until = session.absolute_until,
          .remembered = session.remembered};
}

base::Result<Checked> Sessions::check(const base::Secret& cookie) {
  const base::Instant now = clock_.now();
  TRY_VAL(found, book_.look(crypto::sha256(cookie.reveal())));
  if (!found || found->standing.status == users::Status::erased) {
    return Nobody{};
  }
  Session& session = found->session;
  if (past_its_limits(session, now)) {
    return Nobody{};
  }
  if (found->standing.status != users::Status::active) {
    return Inactive{session.user};
  }
  if (session.ended_at) {
    return Nobody{};
  }
  if (const auto used = use(use_of(session))) {
    session.seen_at = used->seen_at;
    session.idle_until = used->idle_until;
  }
  return Live{.session = std::move(session), .standing = std::move(found->standing)};
}

std::optional<Used> Sessions::use(const Use& use) {
  const base::Instant now = clock_.now();
  if (!is_due(use, now)) {
    return std::nullopt;
  }
  const base::Duration idle = use.remembered ? rules_.remembered_idle : rules_.idle;
  const Used used{.seen_at = now, .idle_until = std::min(now + idle, use.absolute_until)};
  return book_.touch(use.id, used.seen_at, used.idle_until) ? std::optional(used) : std::nullopt;
}

std::optional<Live> Sessions::check_remembered(const base::Secret& cookie) const {
  if (recent_ == nullptr) {
    return std::nullopt;
  }
  auto found = recent_->look_recent(crypto::sha256(cookie.reveal()));
  const base::Instant now = clock_.now();
  // A use that is to be written down is check()'s.
  if (!found || past_its_limits(found->session, now) || is_due(use_of(found->session), now)) {
    return std::nullopt;
  }
  return Live{.session = std::move(found->session), .standing = std::move(found->standing)};
}

base::Result<AtHand> Sessions::look_lately(users::UserId user, const mint::SessionId& id) {
  const base::Instant now = clock_.now();
  if (auto found = recent_ == nullptr ? std::nullopt : recent_->look_recent(user, id, now)) {
    return AtHand{.person = std::move(found->standing), .session = std::move(found->session)};
  }
  return book_.look(user, id, now);
}

base::Done Sessions::end(const Act& act, users::UserId user, const mint::SessionId& id) {
  TRY_VAL(ended, book_.end(user, id, clock_.now(),
                           event_of(act, "session.ended", users::subject_of(user))));
  if (!ended) {
    return base::reject(base::ErrorCode::not_found, "session.unknown", "no such session");
  }
  return {};
}

base::Done Sessions::end_what_is_left(const Act& act, const base::Secret& cookie) {
  TRY_VAL(found, book_.look(crypto::sha256(cookie.reveal())));
  if (found) {
    const Session& session = found->session;
    TRY(book_.end(session.user, session.id, clock_.now(),
                  event_of(act, "session.ended", users::subject_of(session.user))));
  }
  return {};
}

base::Result<std::size_t> Sessions::end_all(const Act& act, users::UserId user,
                                            const std::optional<mint::SessionId>& keep) {
  return book_.end_all(user, keep, clock_.now(),
                       event_of(act, "session.all_ended", users::subject_of(user)));
}

}  // namespace identity::sessions
