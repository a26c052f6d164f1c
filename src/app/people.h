// The rooms of people over the store, built in one place for the server and for every command.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/federation_rooms.h"
#include "app/frontend_rooms.h"
#include "app/oauth_rooms.h"
#include "app/settings.h"
#include "app/site_rooms.h"
#include "app/store.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "crypto/digest.h"
#include "crypto/password_hasher.h"
#include "endpoints/rooms.h"
#include "federation/provider_factor.h"
#include "http/csrf.h"
#include "identity/login/entrance.h"
#include "identity/login/logins.h"
#include "identity/login/password_factor.h"
#include "identity/users/setup_gate.h"
#include "identity/users/users.h"
#include "mint/mint.h"

namespace app {

class People {
 public:
  struct Parts {
    const Settings& settings;
    Store& store;
    const base::Clock& clock;
    base::Random& random;
    std::size_t hashing_threads;
  };
  // All of the parts outlive it.
  explicit People(const Parts& parts);

  identity::users::Users& users() { return users_; }
  identity::users::Attributes& attributes() { return attributes_; }
  identity::sessions::Sessions& sessions() { return sessions_; }
  identity::passwords::Passwords& passwords() { return passwords_; }
  const identity::passwords::Policy& policy() const { return policy_; }
  identity::SetupGate& setup_gate() { return setup_gate_; }
  base::WorkerPool& hashing() { return pool_; }

  identity::sessions::RecentBook& recent_book() { return book_; }
  identity::UserGate& user_gate() { return user_gate_; }
  identity::SessionGate& session_gate() { return session_gate_; }
  std::vector<identity::sessions::Level> levels() { return identity::login::levels_of(factors_); }
  const crypto::MacKey& attempts_key() const { return attempts_key_; }
  base::IdSource& ids() { return ids_; }
  identity::budget::Turnstile& departed() { return departed_; }

  // What the pages open onto; what is handed in is the server's alone, and outlives it.
  endpoints::Rooms rooms(mint::Mint& mint, identity::login::Entrance& entrance, SiteRooms& sites,
                         OauthRooms& oauth, FrontendRooms& frontend, FederationRooms& federation,
                         base::Log& log);
  identity::login::Entrance entrance(mint::Mint& mint);

 private:
  const base::Clock& clock_;
  base::IdSource ids_;
  const crypto::MacKey attempts_key_;
  const crypto::MacKey cookies_key_;
  const crypto::MacKey csrf_key_;
  const http::Csrf csrf_;
  base::WorkerPool pool_;
  crypto::PasswordHasher hasher_;
  const identity::passwords::Policy policy_;

  identity::sessions::RecentBook book_;
  identity::users::Attributes attributes_;
  identity::users::Users users_;
  identity::sessions::Sessions sessions_;
  identity::passwords::Passwords passwords_;
  const identity::budget::Devices devices_;
  identity::budget::Budget budget_;
  identity::budget::Turnstile begun_;
  identity::budget::Turnstile departed_;
  identity::budget::Turnstile wrong_links_;
  identity::login::PasswordFactor password_;
  federation::ProviderFactor provider_;
  std::vector<identity::login::Factor*> factors_;
  identity::UserGate user_gate_;
  identity::SessionGate session_gate_;
  identity::SetupGate setup_gate_;
  identity::login::Logins logins_;
};

}  // namespace app
