#include "identity/sessions/session_gate.h"

namespace identity {

base::Result<SessionGate::Answer> SessionGate::check(const base::Secret& cookie) {
  TRY_VAL(checked, sessions_.check(cookie));
  if (const auto* inactive = std::get_if<sessions::Inactive>(&checked)) {
    return *inactive;
  }
  if (std::holds_alternative<sessions::Nobody>(checked)) {
    return sessions::Nobody{};
  }
  return enter(std::get<sessions::Live>(std::move(checked)).session);
}

base::Result<std::optional<SessionGate::Entered>> SessionGate::check(users::UserId person,
                                                                     const mint::SessionId& id) {
  TRY_VAL(live, sessions_.of(person));
  for (sessions::Session& session : live) {
    if (session.id == id) {
      return std::optional(enter(std::move(session)));
    }
  }
  return std::optional<Entered>();
}

std::optional<SessionGate::Entered> SessionGate::check_remembered(
    const base::Secret& cookie) const {
  auto live = sessions_.check_remembered(cookie);
  return live ? std::optional(enter(std::move(live->session))) : std::nullopt;
}

SessionGate::Entered SessionGate::enter(sessions::Session session) {
  mint::SessionProof proof(
      mint::LiveSession{.id = session.id,
                        .user_id = session.user.value,
                        .level = std::string(sessions::to_string(session.level)),
                        .authenticated_at = session.authenticated_at});
  return Entered(std::move(session), std::move(proof));
}

}  // namespace identity
