// The frontend of the house: the single-page application to which a person's login is handed in
// cookies (contract 2). A login is a session; what the frontend holds is a family of refresh tokens
// that hangs on it, and ends with it by whichever door it ends. Called by endpoints/auth_*, and by
// every door that logs somebody in for the frontend.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "audit/trail.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "families/family_gate.h"
#include "identity/act.h"
#include "identity/budget/turnstile.h"
#include "identity/sessions/session_gate.h"
#include "identity/sessions/sessions.h"
#include "identity/users/user_gate.h"
#include "mint/mint.h"
#include "session_api/access.h"

namespace session_api {

struct Tokens {
  std::string access_token;
  base::Instant access_until;
  std::string refresh_token;
  base::Instant refresh_until;
  bool remembered = false;  // else the browser is to forget them when it is closed
};

struct Opened {
  Tokens tokens;
  Login login;
};

class Frontend {
 public:
  struct Parts {
    families::FamilyGate& families;
    identity::UserGate& users;
    identity::sessions::Sessions& sessions;
    LoginBook& book;
    Access& access;
    mint::Mint& mint;
    audit::Trail& trail;
    identity::budget::Turnstile& wrongs;  // of a network
    const base::Clock& clock;
    base::Random& random;
    base::IdSource& ids;
    std::chrono::seconds access_life = std::chrono::minutes(10);
  };
  explicit Frontend(const Parts& parts) : parts_(parts) {}

  // Asked before anybody is logged in for whom there would be nothing then.
  base::Done can_open() const;

  // The only family of the house on that session; who asks again within the grace is given the same
  // once more. What the browser held until now, if it did, is nobody's from here on, and neither is
  // the session that it was of.
  using OpenAnswer = std::variant<Nobody, Inactive, Opened>;
  base::Result<OpenAnswer> open(const identity::Act& act,
                                const identity::SessionGate::Entered& session,
                                std::optional<std::string_view> held);

  // Nothing is given for it.
  struct Refused {
    std::string_view reason;
    std::string subject;                       // in the trail
    std::optional<mint::SessionId> robbed_of;  // whose family ended by a token used twice
    bool told = false;                         // the trail knows
    bool inactive = false;
  };
  using RefreshAnswer = std::variant<Refused, Tokens>;
  base::Result<RefreshAnswer> refresh(const identity::Act& act, std::string_view refresh_token);
  // Enters the refusal. How long to wait when the network has been refused too often; then nothing
  // is entered.
  base::Result<std::optional<base::Duration>> refuse(
      const identity::Act& act, const std::optional<identity::budget::AddressBytes>& from,
      const Refused& refused);

  // The session behind them ends, with all that hangs on it. What is worth nothing ends nothing,
  // and a refresh token that was followed by others a while ago ends its family alone (TK4).
  base::Done log_out_by_refresh(const identity::Act& act, std::string_view refresh_token);
  base::Done log_out_by_access(const identity::Act& act, std::string_view access_token);

 private:
  base::Result<std::optional<families::FamilyGate::Shown>> held_by_house(std::string_view token);
  base::Done end_held(const identity::Act& act, std::string_view held, const mint::SessionId& keep);
  base::Result<std::optional<Tokens>> advance(const identity::Act& act, std::string_view token);
  base::Duration idle_of(bool remembered) const;
  std::optional<identity::sessions::Used> note_use(const mint::SessionId& session,
                                                   const families::SessionUse& use);
  base::Result<families::FamilyGate::Answer> turn(const identity::Act& act,
                                                  const families::FamilyGate::Shown& shown);
  base::Done end_session(const identity::Act& act, identity::users::UserId person,
                         const mint::SessionId& session);
  template <class Warrant>
  base::Result<Tokens> tokens(const identity::Act& act, const Warrant& warrant,
                              const families::Family& family, bool remembered);

  Parts parts_;
};

}  // namespace session_api
