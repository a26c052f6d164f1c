// The rooms of the logins elsewhere over the store, as the server uses them.
#pragma once

#include <string>

#include "app/provider_line.h"
#include "base/clock.h"
#include "base/random.h"
#include "crypto/sealer.h"
#include "endpoints/federation_rooms.h"
#include "federation/exchange.h"
#include "federation/upstreams.h"
#include "http/outbound/client.h"
#include "mint/mint.h"
#include "storage/database.h"

namespace app {

class FederationRooms {
 public:
  struct Parts {
    storage::Database& database;
    http::outbound::Client& client;
    mint::Mint& mint;
    identity::UserGate& users;
    identity::sessions::SessionBook& sessions;
    const crypto::Sealer& sealer;
    identity::budget::Turnstile& departed;
    const base::Clock& clock;
    base::Random& random;
    const std::string& issuer;
  };
  // All of the parts outlive it.
  explicit FederationRooms(const Parts& parts)
      : departed_(parts.departed),
        line_(parts.client, parts.issuer),
        upstreams_(line_, parts.clock),
        providers_(parts.database.providers()),
        departures_({.providers = providers_,
                     .upstreams = upstreams_,
                     .lanes = lanes_,
                     .mint = parts.mint,
                     .clock = parts.clock,
                     .issuer = parts.issuer}),
        exchange_(
            {.line = line_, .sealer = parts.sealer, .clock = parts.clock, .random = parts.random}),
        arrivals_({.providers = providers_,
                   .upstreams = upstreams_,
                   .exchange = exchange_,
                   .identities = parts.database.identities(),
                   .lanes = lanes_,
                   .mint = parts.mint,
                   .trail = parts.database.trail(),
                   .clock = parts.clock,
                   .issuer = parts.issuer}),
        admission_({.identities = parts.database.identities(),
                    .users = parts.database.users(),
                    .trail = parts.database.trail(),
                    .clock = parts.clock,
                    .random = parts.random}),
        links_({.identities = parts.database.identities(),
                .registered = parts.database.providers(),
                .providers = providers_,
                .sessions = parts.sessions,
                .trail = parts.database.trail(),
                .users = parts.users,
                .mint = parts.mint,
                .clock = parts.clock}) {}

  endpoints::FederationRooms rooms() {
    return {.providers = providers_,
            .departures = departures_,
            .arrivals = arrivals_,
            .admission = admission_,
            .links = links_,
            .departed = departed_};
  }

 private:
  identity::budget::Turnstile& departed_;
  ProviderLine line_;
  federation::Upstreams upstreams_;
  federation::Lanes lanes_;
  federation::ProviderGate providers_;
  federation::Departures departures_;
  federation::Exchange exchange_;
  federation::ArrivalGate arrivals_;
  federation::Admission admission_;
  federation::Links links_;
};

}  // namespace app
