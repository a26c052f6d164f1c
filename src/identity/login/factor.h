// A way to prove who one is: password now, passkey and one-time code later, each a file of its own
// and a row in the table that app hands to Logins. A factor checks what was presented and knows
// nothing of steps, doors or sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "identity/act.h"
#include "identity/budget/budget.h"
#include "identity/sessions/level.h"
#include "identity/users/user.h"
#include "mint/gates.h"

namespace identity::login {

// What a browser sends in one step, and what it carries.
struct Presented {
  std::string identifier;  // of a factor that finds out who it is
  base::Secret secret;     // password, code or signed answer
  std::optional<budget::AddressBytes> address;
  std::string devices;                          // the cookie of budget/devices.h
  const mint::ArrivalProof* arrival = nullptr;  // of who comes back from a provider
};

struct Passed {
  users::UserId person;
  base::Instant since;  // proves_since() as it was of the secret that was right
  std::string by;       // which secret it was, of a factor that knows several of one person
};
struct Wrong {};
struct Slowed {
  base::Duration retry_after{};
};
using Verdict = std::variant<Passed, Wrong, Slowed>;

// Whether somebody has it: `always` is asked of them at every login, whatever the door wants.
enum class Standing { absent, offered, always };

class Factor {
 public:
  virtual ~Factor() = default;
  virtual std::string_view name() const = 0;
  virtual sessions::Kind kind() const = 0;
  // True when it can be the first: it finds out who it is, or checks who it is said to be.
  virtual bool may_be_first() const = 0;
  virtual base::Result<Standing> standing(users::UserId person) = 0;
  // A proof from before is worth nothing: the secret it was given with is no more. `by` is of
  // Passed; empty in what a session carries.
  virtual base::Result<base::Instant> proves_since(users::UserId person, std::string_view by) = 0;
  // `person` is who it must be, if that is known. A step that fails is counted and entered in the
  // trail by the factor, one that passes by the machine.
  virtual base::Result<Verdict> check(const Act& act, std::optional<users::UserId> person,
                                      const Presented& presented) = 0;
};

}  // namespace identity::login
