#include "identity/login/password_factor.h"

namespace identity::login {

base::Result<Standing> PasswordFactor::standing(users::UserId person) {
  TRY_VAL(row, parts_.hashes.find(person));
  return row ? Standing::offered : Standing::absent;
}

base::Result<base::Instant> PasswordFactor::proves_since(users::UserId person, std::string_view) {
  TRY_VAL(row, parts_.hashes.find(person));
  return row ? row->set_at : base::Instant::max();
}

base::Result<Verdict> PasswordFactor::check(const Act& act, std::optional<users::UserId> person,
                                            const Presented& presented) {
  budget::Attempt attempt{
      .person = person, .address = presented.address, .devices = presented.devices};
  if (!person) {
    attempt.typed = names::typed_name(presented.identifier);
    TRY_VAL(user, parts_.users.find_by_name(attempt.typed));
    if (user) {
      attempt.person = user->id;
    }
  }
  TRY_VAL(admission, parts_.budget.admit(act, name(), attempt));
  if (const auto* too_many = std::get_if<budget::TooMany>(&admission)) {
    return Slowed{too_many->retry_after};
  }
  TRY_VAL(since, parts_.passwords.verify(attempt.person, presented.secret));
  if (!since) {
    // What was typed may be a password in the wrong field: the trail never learns it.
    const std::string subject = attempt.person ? users::subject_of(*attempt.person) : "nobody";
    TRY(parts_.trail.append(
        event_of(act, "login.failed", subject, audit::Outcome::denied, "wrong password")));
    return Wrong{};
  }
  parts_.budget.settle(std::get<budget::Ticket>(admission));
  return Passed{.person = *attempt.person, .since = *since, .by = {}};
}

}  // namespace identity::login
