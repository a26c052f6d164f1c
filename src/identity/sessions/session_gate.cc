#include "identity/sessions/session_gate.h"

#include <string>
#include <utility>

namespace identity {
namespace {

mint::LiveSession fact_of(const sessions::Session& session) {
  return {.id = session.id,
          .user_id = session.user.value,
          .level = std::string(sessions::to_string(session.level)),
          .authenticated_at = session.authenticated_at};
}

}  // namespace

base::Result<SessionGate::Answer> SessionGate::check(const base::Secret& cookie) {
  TRY_VAL(checked, sessions_.check(cookie));
  if (const auto* inactive = std::get_if<sessions::Inactive>(&checked)) {
    return *inactive;
  }
  if (std::holds_alternative<sessions::Nobody>(checked)) {
    return sessions::Nobody{};
  }
  auto entered = enter(std::get<sessions::Live>(std::move(checked)));
  return entered ? Answer(*std::move(entered)) : Answer(sessions::Nobody{});
}

base::Result<SessionGate::AtHand> SessionGate::check(users::UserId person,
                                                     const mint::SessionId& id) {
  TRY_VAL(found, sessions_.look(person, id));
  return at_hand(found);
}

base::Result<SessionGate::AtHand> SessionGate::check_lately(users::UserId person,
                                                            const mint::SessionId& id) {
  TRY_VAL(found, sessions_.look_lately(person, id));
  return at_hand(found);
}

SessionGate::AtHand SessionGate::at_hand(const sessions::AtHand& found) {
  AtHand answer{.user = UserGate::judge(found.person), .session = {}};
  if (found.session) {
    answer.session.emplace(mint::SessionProof(fact_of(*found.session)));
  }
  return answer;
}

std::optional<SessionGate::Entered> SessionGate::check_remembered(
    const base::Secret& cookie) const {
  auto live = sessions_.check_remembered(cookie);
  return live ? enter(*std::move(live)) : std::nullopt;
}

std::optional<SessionGate::Entered> SessionGate::enter(sessions::Live live) {
  auto user = UserGate::judge(live.standing);
  auto* active = std::get_if<mint::UserProof>(&user);
  if (active == nullptr) {
    return std::nullopt;
  }
  mint::SessionProof proof(fact_of(live.session));
  return Entered(std::move(live.session), std::move(proof), std::move(*active));
}

}  // namespace identity
