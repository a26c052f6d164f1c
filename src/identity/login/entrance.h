// What every door does when a login is finished, in one place that none can forget: the mint opens
// the new session, the login is concluded and the browser's session until now ends with the same
// write, and the browser is known from now on. The door sets the two cookies and goes on with what
// it was asked.
#pragma once

#include <string>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "identity/act.h"
#include "identity/budget/devices.h"
#include "identity/login/logins.h"
#include "identity/sessions/sessions.h"
#include "mint/mint.h"

namespace identity::login {

struct Browser {
  std::string agent;    // User-Agent, as it says
  std::string devices;  // the cookie of budget/devices.h
};

struct Entry {
  mint::SessionId id;
  base::Secret cookie;
  base::Instant cookie_until;  // for a browser that is to be remembered; else until it is closed
  bool remembered = false;
  std::string devices;  // the new value of that cookie, for Devices::life()
};

// The others open nothing: another request was first.
using Entering = std::variant<Entry, Over, Stranger>;

class Entrance {
 public:
  struct Parts {
    mint::Mint& mint;
    Logins& logins;
    sessions::Sessions& sessions;
    const budget::Devices& devices;
    const base::Clock& clock;
    sessions::Rules rules;
    sessions::RecentBook* recent = nullptr;  // where this node remembers sessions, if it does
  };
  explicit Entrance(const Parts& parts) : parts_(parts) {}

  // forbidden for who is not active any more; conflict when a secret that was shown has been
  // changed while the login was under way: then there is no session.
  base::Result<Entering> enter(const Act& act, const Finished& finished, const Browser& browser);

 private:
  Parts parts_;
};

}  // namespace identity::login
