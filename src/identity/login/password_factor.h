// Username, e-mail address or phone number, with the password.
#pragma once

#include "audit/trail.h"
#include "identity/budget/budget.h"
#include "identity/login/factor.h"
#include "identity/passwords/passwords.h"
#include "identity/users/user_store.h"

namespace identity::login {

class PasswordFactor final : public Factor {
 public:
  struct Parts {
    users::UserStore& users;
    passwords::Passwords& passwords;
    passwords::PasswordStore& hashes;
    budget::Budget& budget;
    audit::Trail& trail;
  };
  explicit PasswordFactor(const Parts& parts) : parts_(parts) {}

  std::string_view name() const override { return "password"; }
  sessions::Kind kind() const override { return sessions::Kind::knowledge; }
  bool may_be_first() const override { return true; }
  base::Result<Standing> standing(users::UserId person) override;
  base::Result<base::Instant> proves_since(users::UserId person, std::string_view by) override;
  base::Result<Verdict> check(const Act& act, std::optional<users::UserId> person,
                              const Presented& presented) override;

 private:
  Parts parts_;
};

}  // namespace identity::login
