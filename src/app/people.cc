#include "app/people.h"

#include <chrono>
#include <limits>

namespace app {
namespace {

// A network is locked long after it is slowed: hundreds of people share one.
constexpr std::uint32_t kNetworkLock = 10;

crypto::MacKey key_for(const Store& store, keys::Use use) {
  return crypto::MacKey(crypto::MacAlgorithm::HS256, store.master_key().key.derive(use));
}

crypto::PasswordCost cost_of(const Settings::Password& password) {
  return {.memory_kib = static_cast<std::uint32_t>(password.memory / 1024),
          .passes = static_cast<std::uint32_t>(password.passes)};
}

identity::sessions::Rules rules_of(const Settings::Session& session) {
  return {.idle = session.idle,
          .absolute = session.absolute,
          .remembered_idle = session.remembered_idle,
          .remembered_absolute = session.remembered_absolute};
}

identity::budget::Tariffs tariffs_of(const Settings::Login& login) {
  identity::budget::Tariffs tariffs;
  for (identity::budget::Tariff* tariff : {&tariffs.person, &tariffs.device}) {
    tariff->free = static_cast<std::uint32_t>(login.attempts);
    tariff->longest_delay = login.longest_delay;
    tariff->lock_after = static_cast<std::uint32_t>(login.lock_after);
    tariff->lock_for = login.lock_for;
  }
  tariffs.network.free = static_cast<std::uint32_t>(login.network_attempts);
  tariffs.network.lock_after = tariffs.network.free * kNetworkLock;
  return tariffs;
}

// As many again in ten minutes, one after the other.
identity::budget::Tariff begun_tariff(const Settings::Login& login) {
  return {.free = static_cast<std::uint32_t>(login.network_begun),
          .first_delay = std::chrono::seconds(1),
          .longest_delay = std::chrono::seconds(10),
          .lock_after = std::numeric_limits<std::uint32_t>::max(),
          .forget_one_every =
              base::Duration(std::chrono::minutes(10)) / static_cast<int>(login.network_begun)};
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
      policy_(
          {.shortest = parts.settings.password.min_length, .place = {parts.settings.brand.name}}),
      book_(parts.store.database().book(), parts.clock),
      attributes_(parts.store.database().attributes()),
      users_({.store = parts.store.database().users(),
              .grants = parts.store.database().grants(),
              .attributes = attributes_,
              .sessions = book_,
              .clock = parts.clock,
              .random = parts.random}),
      sessions_(book_, parts.clock, rules_of(parts.settings.session)),
      passwords_({.store = parts.store.database().passwords(),
                  .hasher = hasher_,
                  .policy = policy_,
                  .sessions = book_,
                  .clock = parts.clock}),
      devices_(cookies_key_, parts.random, parts.settings.login.device_life),
      budget_(parts.store.database().attempts(), devices_, attempts_key_, parts.clock,
              tariffs_of(parts.settings.login)),
      begun_(begun_tariff(parts.settings.login), parts.clock),
      departed_(begun_tariff(parts.settings.login), parts.clock),
      wrong_links_({.free = 20,
                    .first_delay = std::chrono::seconds(1),
                    .longest_delay = std::chrono::minutes(1),
                    .lock_after = std::numeric_limits<std::uint32_t>::max(),
                    .forget_one_every = std::chrono::seconds(30)},
                   parts.clock),
      password_({.users = parts.store.database().users(),
                 .passwords = passwords_,
                 .hashes = parts.store.database().passwords(),
                 .budget = budget_,
                 .trail = parts.store.database().trail()}),
      provider_({.identities = parts.store.database().identities(),
                 .providers = parts.store.database().providers(),
                 .trail = parts.store.database().trail()}),
      factors_{&password_, &provider_},
      user_gate_(parts.store.database().users()),
      session_gate_(sessions_),
      setup_gate_(parts.store.database().grants()),
      logins_({.store = parts.store.database().logins(),
               .users = user_gate_,
               .factors = factors_,
               .clock = parts.clock,
               .random = parts.random,
               .ids = ids_,
               .trail = parts.store.database().trail(),
               .life = parts.settings.login.life,
               .begun = &begun_}) {}

identity::login::Entrance People::entrance(mint::Mint& mint) {
  return identity::login::Entrance({.mint = mint,
                                    .logins = logins_,
                                    .sessions = sessions_,
                                    .devices = devices_,
                                    .clock = clock_,
                                    .rules = sessions_.rules(),
                                    .recent = &book_});
}

endpoints::Rooms People::rooms(mint::Mint& mint, identity::login::Entrance& entrance,
                               SiteRooms& sites, OauthRooms& oauth, FrontendRooms& frontend,
                               FederationRooms& federation, base::Log& log) {
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
          .wrong_links = wrong_links_,
          .entrance = entrance,
          .devices = devices_,
          .site_gate = sites.gate(),
          .site_codes = sites.codes(),
          .site_validation = sites.validation(),
          .oauth = oauth.rooms(),
          .frontend = frontend.rooms(),
          .federation = federation.rooms(),
          .mint = mint,
          .csrf = csrf_,
          .clock = clock_,
          .log = log};
}

}  // namespace app
