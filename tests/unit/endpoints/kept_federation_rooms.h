// The rooms of the logins elsewhere over stores in memory and a provider that is pretended.
#pragma once

#include <string>

#include "endpoints/federation_rooms.h"
#include "federation/exchange.h"
#include "federation/provider_factor.h"
#include "federation/providers.h"
#include "federation/upstreams.h"
#include "tests/support/kept_federation.h"
#include "tests/support/pretend_provider.h"

namespace endpoints {

class KeptFederation {
 public:
  struct Parts {
    audit::Trail& trail;
    support::KeptPeople& people;
    support::KeptPasswords& passwords;
    identity::sessions::SessionBook& sessions;
    identity::budget::Turnstile& begun;
    mint::Mint& mint;
    identity::UserGate& users;
    const crypto::Sealer& sealer;
    const base::Clock& clock;
    base::Random& random;
    const std::string& issuer;
  };
  explicit KeptFederation(const Parts& parts)
      : parts_(parts),
        rows(parts.trail),
        identities({.trail = parts.trail,
                    .people = parts.people,
                    .passwords = parts.passwords,
                    .sessions = parts.sessions}),
        upstream(parts.clock),
        providers({.store = rows,
                   .identities = identities,
                   .addresses = addresses,
                   .sessions = parts.sessions,
                   .clock = parts.clock,
                   .random = parts.random,
                   .sealer = parts.sealer}),
        upstreams_(upstream, parts.clock),
        gate_(rows),
        departures_({.providers = gate_,
                     .upstreams = upstreams_,
                     .lanes = lanes,
                     .mint = parts.mint,
                     .clock = parts.clock,
                     .issuer = parts.issuer}),
        exchange_({.line = upstream,
                   .sealer = parts.sealer,
                   .clock = parts.clock,
                   .random = parts.random}),
        arrivals_({.providers = gate_,
                   .upstreams = upstreams_,
                   .exchange = exchange_,
                   .identities = identities,
                   .lanes = lanes,
                   .mint = parts.mint,
                   .trail = parts.trail,
                   .clock = parts.clock,
                   .issuer = parts.issuer}),
        admission_({.identities = identities,
                    .users = parts.people,
                    .trail = parts.trail,
                    .clock = parts.clock,
                    .random = parts.random}),
        links_({.identities = identities,
                .registered = rows,
                .providers = gate_,
                .sessions = parts.sessions,
                .trail = parts.trail,
                .users = parts.users,
                .mint = parts.mint,
                .clock = parts.clock}),
        factor({.identities = identities, .providers = rows, .trail = parts.trail}) {}

  FederationRooms rooms() {
    return {.providers = gate_,
            .departures = departures_,
            .arrivals = arrivals_,
            .admission = admission_,
            .links = links_,
            .departed = parts_.begun};
  }

 private:
  const Parts parts_;

 public:
  support::KeptProviders rows;
  support::KeptIdentities identities;
  support::KeptAddresses addresses;
  support::PretendProvider upstream;
  federation::Providers providers;
  federation::Lanes lanes;

 private:
  federation::Upstreams upstreams_;
  federation::ProviderGate gate_;
  federation::Departures departures_;
  federation::Exchange exchange_;
  federation::ArrivalGate arrivals_;
  federation::Admission admission_;
  federation::Links links_;

 public:
  federation::ProviderFactor factor;
};

}  // namespace endpoints
