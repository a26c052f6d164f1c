// Setting and verifying passwords (LG1, LG12, KY5). Verifying takes the same path and the same time
// for who is there, who is not, who has no password and who is disabled; counting attempts is the
// caller's, who must have done it before (budget/).
#pragma once

#include <optional>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/password_hasher.h"
#include "identity/act.h"
#include "identity/passwords/password_store.h"
#include "identity/passwords/policy.h"
#include "identity/sessions/session_book.h"

namespace identity::passwords {

struct WasSet {
  base::Instant at;
};
using SetOutcome = std::variant<WasSet, Refused>;
// The password that was shown is the person's no longer: another change was first.
struct Overtaken {};
using ChangeOutcome = std::variant<WasSet, Refused, Overtaken>;

class Passwords {
 public:
  struct Parts {
    PasswordStore& store;
    crypto::PasswordHasher& hasher;
    const Policy& policy;
    sessions::SessionBook& sessions;
    const base::Clock& clock;
  };
  explicit Passwords(const Parts& parts) : parts_(parts) {}

  // Since when a right one is theirs; nothing for a wrong one, and for nobody's. A right one that
  // was hashed at another cost is hashed anew.
  base::Result<std::optional<base::Instant>> verify(std::optional<users::UserId> id,
                                                    const base::Secret& typed);

  // Each ends every session of the person but `keep`. set() is for who need not know the current
  // one; who changes their own has shown it, and it was set at `since`; set_first() is for who has
  // none to show, and is overtaken when they have one by then.
  base::Result<SetOutcome> set(const Act& act, const users::User& user, const base::Secret& typed,
                               const std::optional<mint::SessionId>& keep);
  base::Result<ChangeOutcome> set_first(const Act& act, const users::User& user,
                                        const base::Secret& typed,
                                        const std::optional<mint::SessionId>& keep);
  base::Result<ChangeOutcome> change(const Act& act, const users::User& user,
                                     const base::Secret& typed,
                                     const std::optional<mint::SessionId>& keep,
                                     base::Instant since);

 private:
  base::Result<std::variant<PasswordRow, Refused>> made_of(const users::User& user,
                                                           const base::Secret& typed);
  // In the place of the one from `since`, or of none.
  base::Result<ChangeOutcome> follow(const Act& act, const users::User& user,
                                     const base::Secret& typed,
                                     const std::optional<mint::SessionId>& keep,
                                     const std::optional<base::Instant>& since);
  Parts parts_;
};

}  // namespace identity::passwords
