// The question of a site's server: whose is this code? The code is taken first and looked at after,
// so that it is good once whatever happens, and then every gate is asked again: between issue and
// question a person may have logged out, been disabled or become an administrator (LS2, LS3, LS6).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "audit/trail.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "identity/act.h"
#include "identity/budget/budget.h"
#include "mint/mint.h"
#include "redirect_sso/callers.h"
#include "redirect_sso/guesses.h"
#include "redirect_sso/visit_store.h"
#include "redirect_sso/visitors.h"

namespace redirect_sso {

struct Question {
  std::string code;
  std::optional<Credentials> credentials;  // none: a bare validation
  std::optional<identity::budget::AddressBytes> address;
  // Somebody added to it what no site sends (LS4): the code is burnt.
  bool tampered = false;
};

// What a site is told, and no more.
struct Person {
  identity::users::UserId id;
  std::string username;
  std::string email;
  std::string no_hp;
};
// One answer for every reason; the trail has the reason.
struct Refused {};
struct TooMany {
  base::Duration retry_after{};
};
using Validated = std::variant<Person, Refused, TooMany>;

class Validation {
 public:
  struct Parts {
    SiteStore& sites;
    Visitors& visitors;
    VisitStore& visits;
    mint::Mint& mint;
    Guesses& guesses;
    audit::Trail& trail;
    const base::Clock& clock;
    base::IdSource& ids;
  };
  explicit Validation(const Parts& parts) : parts_(parts) {}

  base::Result<Validated> ask(const identity::Act& act, const Question& question);

 private:
  // Why a code that was good is good no more; nothing when it is.
  struct Looked {
    std::string_view wrong;
    std::optional<Person> person;
    std::optional<Visit> visit;  // of a site that wants to be told when it is over
  };
  base::Result<Looked> look(const mint::Bound& bound, const FoundSite& caller, bool tampered);
  std::optional<Visit> visit_of(const Site& site, const mint::SessionId& session,
                                const mint::Bound& bound);
  base::Result<Looked> begin(Looked looked, std::string_view code);
  base::Result<Validated> wrong(const identity::Act& act, const Guesses::Guesser& guesser);

  Parts parts_;
};

}  // namespace redirect_sso
