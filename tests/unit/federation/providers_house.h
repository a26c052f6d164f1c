// Providers and what they are kept in.
#pragma once

#include <gtest/gtest.h>

#include "audit/chain.h"
#include "base/random.h"
#include "base/secret.h"
#include "crypto/sealer.h"
#include "federation/providers.h"
#include "identity/act.h"
#include "tests/support/kept_book.h"
#include "tests/support/kept_federation.h"
#include "tests/support/kept_trail.h"
#include "tests/support/manual_clock.h"

namespace federation {

class ProvidersHouse : public testing::Test {
 protected:
  support::ManualClock clock_;
  base::SystemRandom random_;
  const audit::ChainKey chain_key_{base::Secret(base::Bytes(32, 5))};
  support::KeptTrail trail_{clock_, "node-a", chain_key_};
  support::KeptProviders rows_{trail_};
  support::KeptPasswords passwords_{trail_};
  support::KeptPeople people_{trail_, passwords_};
  support::KeptBook book_{trail_, people_};
  support::KeptIdentities identities_{
      {.trail = trail_, .people = people_, .passwords = passwords_, .sessions = book_}};
  support::KeptAddresses addresses_;
  const crypto::Sealer sealer_{base::Secret(base::Bytes(32, 3)), random_};
  Providers providers_{{.store = rows_,
                        .identities = identities_,
                        .addresses = addresses_,
                        .sessions = book_,
                        .clock = clock_,
                        .random = random_,
                        .sealer = sealer_}};
  const identity::Act act_{.actor = "cli", .address = {}, .request_id = {}};
};

}  // namespace federation
