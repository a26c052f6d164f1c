// Whose an account at a provider is, and who becomes a person of ours by their first login with it.
// An address never decides it: one that belongs to somebody here keeps the newcomer out until that
// somebody has logged in and linked the account (FD2, FD3).
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "audit/trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "federation/arrival_gate.h"
#include "federation/identity_store.h"
#include "identity/act.h"
#include "identity/users/user_store.h"

namespace federation {

struct Known {
  UserId user;
};
struct Newcomer {
  UserId user;
};
// Somebody here has that address.
struct AddressBelongs {};
// The provider does not sign anybody up.
struct NoSignup {};
using Admitted = std::variant<Known, Newcomer, AddressBelongs, NoSignup>;

class Admission {
 public:
  struct Parts {
    IdentityStore& identities;
    identity::users::UserStore& users;
    audit::Trail& trail;
    const base::Clock& clock;
    base::Random& random;
  };
  explicit Admission(const Parts& parts) : parts_(parts) {}

  // Without `newcomers`, an account that is nobody's is NoSignup.
  base::Result<Admitted> admit(const identity::Act& act, const Arrived& arrived,
                               bool newcomers = true);

 private:
  base::Result<std::optional<Identity>> find(const Arrived& arrived);
  base::Result<Admitted> belongs_to_holder(const identity::Act& act, const Arrived& arrived);
  base::Result<Admitted> refuse(const identity::Act& act, const Arrived& arrived, Admitted answer,
                                std::string_view why);
  base::Result<bool> belongs(const identity::users::User& person);
  base::Result<Admitted> sign_up(const identity::Act& act, const Arrived& arrived,
                                 identity::users::User person);

  Parts parts_;
};

}  // namespace federation
