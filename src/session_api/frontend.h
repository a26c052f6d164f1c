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

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "families/family_gate.h"
#include "identity/act.h"
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
    const base::Clock& clock;
    base::Random& random;
    base::IdSource& ids;
    std::chrono::seconds access_life = std::chrono::minutes(10);
  };
  explicit Frontend(const Parts& parts) : parts_(parts) {}

  // What the browser held until now, if it did, is nobody's from here on.
  using OpenAnswer = std::variant<Inactive, Opened>;
  base::Result<OpenAnswer> open(const identity::Act& act,
                                const identity::SessionGate::Entered& session,
                                std::optional<std::string_view> held);

  using RefreshAnswer = std::variant<Nobody, Inactive, Tokens>;
  base::Result<RefreshAnswer> refresh(const identity::Act& act, std::string_view refresh_token);

  // The session behind them ends, with all that hangs on it. What is worth nothing ends nothing.
  base::Done log_out_by_refresh(const identity::Act& act, std::string_view refresh_token);
  base::Done log_out_by_access(const identity::Act& act, std::string_view access_token);

 private:
  base::Result<std::optional<families::FamilyGate::Shown>> held_by_house(std::string_view token);
  base::Done end_session(const identity::Act& act, identity::users::UserId person,
                         const mint::SessionId& session);
  template <class Warrant>
  base::Result<Tokens> tokens(const identity::Act& act, const Warrant& warrant,
                              const families::Family& family);

  Parts parts_;
};

}  // namespace session_api
