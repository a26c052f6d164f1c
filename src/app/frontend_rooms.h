// The rooms of the Auth API over the store, as the server uses them.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

#include "app/settings.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "endpoints/auth_profile.h"
#include "endpoints/frontend_rooms.h"
#include "families/family_gate.h"
#include "identity/budget/turnstile.h"
#include "identity/sessions/recent_book.h"
#include "identity/sessions/sessions.h"
#include "identity/users/user_gate.h"
#include "keys/key_ring.h"
#include "mint/mint.h"
#include "session_api/access.h"
#include "session_api/frontend.h"
#include "storage/database.h"

namespace app {

class FrontendRooms {
 public:
  struct OfPeople {
    identity::UserGate& users;
    identity::sessions::Sessions& sessions;
    identity::sessions::RecentBook& recent;
  };
  struct Parts {
    storage::Database& database;
    OfPeople people;
    families::FamilyGate& families;
    mint::Mint& mint;
    keys::KeyRing& keys;
    const base::Clock& clock;
    base::Random& random;
    base::IdSource& ids;
    const std::string& issuer;
    const Settings& settings;
  };
  // All of the parts outlive it.
  explicit FrontendRooms(const Parts& parts)
      : settings_(parts.settings),
        wrongs_(kWrongs, parts.clock),
        access_({.keys = parts.keys,
                 .book = parts.database.login_book(),
                 .sessions = parts.people.sessions,
                 .recent = parts.people.recent,
                 .clock = parts.clock,
                 .issuer = parts.issuer,
                 .tell = endpoints::auth_profile_teller(parts.settings.cookies.hint_domain)}),
        frontend_({.families = parts.families,
                   .users = parts.people.users,
                   .sessions = parts.people.sessions,
                   .book = parts.database.login_book(),
                   .access = access_,
                   .mint = parts.mint,
                   .trail = parts.database.trail(),
                   .wrongs = wrongs_,
                   .clock = parts.clock,
                   .random = parts.random,
                   .ids = parts.ids,
                   .access_life = std::chrono::floor<std::chrono::seconds>(
                       parts.settings.auth_api.access_life)}) {}

  endpoints::FrontendRooms rooms() {
    return {.frontend = frontend_,
            .access = access_,
            .url = settings_.frontend_url,
            .cookie_prefix = settings_.cookies.prefix,
            .hint_domain = settings_.cookies.hint_domain};
  }

 private:
  // As of wrong requests to the endpoints of clients: each is an entry in the trail.
  static constexpr identity::budget::Tariff kWrongs{
      .free = 100,
      .first_delay = std::chrono::seconds(1),
      .longest_delay = std::chrono::seconds(10),
      .lock_after = std::numeric_limits<std::uint32_t>::max(),
      .forget_one_every = std::chrono::seconds(6)};

  const Settings& settings_;
  identity::budget::Turnstile wrongs_;
  session_api::Access access_;
  session_api::Frontend frontend_;
};

}  // namespace app
