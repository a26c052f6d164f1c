#include "app/people.h"

#include <chrono>

namespace app {
namespace {

// How long a browser that somebody has logged in with counts apart from strangers.
constexpr base::Duration kDeviceLife = std::chrono::days(180);

crypto::MacKey key_for(const Store& store, keys::Use use) {
  return crypto::MacKey(crypto::MacAlgorithm::HS256, store.master_key().key.derive(use));
}

crypto::PasswordCost cost_of(const Settings::Password& password) {
  return {.memory_kib = static_cast<std::uint32_t>(password.memory / 1024),
          .passes = static_cast<std::uint32_t>(password.passes)};
}

}  // namespace

People::People(const Parts& parts)
    : clock_(parts.clock),
      ids_(parts.clock, parts.random),
      attempts_key_(key_for(parts.store, keys::Use::attempts)),
      cookies_key_(key_for(parts.store, keys::Use::cookies)),
      csrf_key_(key_for(parts.store, keys::Use::csrf)),
      csrf_([this](base::BytesView text) { return csrf_key_.tag(text); }, parts.random),
      pool_({.name = "hasher",
             .threads = parts.hashing_threads,
             .queue = parts.settings.password.queue}),
      hasher_(pool_, parts.random, cost_of(parts.settings.password)),
      policy_({.place = {parts.settings.brand.name}}),
      attributes_(parts.store.database().attributes()),
      users_({.store = parts.store.database().users(),
              .grants = parts.store.database().grants(),
              .attributes = attributes_,
              .sessions = parts.store.database().book(),
              .clock = parts.clock,
              .random = parts.random}),
      sessions_(parts.store.database().book(), parts.clock, {}),
      passwords_({.store = parts.store.database().passwords(),
                  .hasher = hasher_,
                  .policy = policy_,
                  .sessions = parts.store.database().book(),
                  .clock = parts.clock}),
      devices_(cookies_key_, parts.random, kDeviceLife),
      budget_(parts.store.database().attempts(), devices_, attempts_key_, parts.clock, {}),
      password_({.users = parts.store.database().users(),
                 .passwords = passwords_,
                 .hashes = parts.store.database().passwords(),
                 .budget = budget_,
                 .trail = parts.store.database().trail()}),
      factors_{&password_},
      user_gate_(parts.store.database().users()),
      session_gate_(sessions_),
      setup_gate_(parts.store.database().grants()),
      logins_({.store = parts.store.database().logins(),
               .users = user_gate_,
               .factors = factors_,
               .clock = parts.clock,
               .random = parts.random,
               .ids = ids_}) {}

identity::login::Entrance People::entrance(mint::Mint& mint) const {
  return identity::login::Entrance(
      {.mint = mint, .devices = devices_, .clock = clock_, .rules = sessions_.rules()});
}

endpoints::Rooms People::rooms(mint::Mint& mint, identity::login::Entrance& entrance,
                               SiteRooms& sites) {
  return {.users = users_,
          .attributes = attributes_,
          .passwords = passwords_,
          .policy = policy_,
          .password_factor = password_,
          .sessions = sessions_,
          .user_gate = user_gate_,
          .session_gate = session_gate_,
          .setup_gate = setup_gate_,
          .logins = logins_,
          .entrance = entrance,
          .devices = devices_,
          .site_gate = sites.gate(),
          .site_codes = sites.codes(),
          .site_validation = sites.validation(),
          .mint = mint,
          .csrf = csrf_,
          .clock = clock_};
}

}  // namespace app
