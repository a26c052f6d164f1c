#include "federation/provider_factor.h"

#include <algorithm>

namespace federation {

namespace login = identity::login;

// Those whose provider still lets people in.
base::Result<std::vector<Identity>> ProviderFactor::open_to(UserId person) {
  TRY_VAL(identities, identities_.of(person));
  TRY_VAL(providers, providers_.list());
  std::erase_if(identities, [&](const Identity& identity) {
    return std::ranges::none_of(providers, [&](const Provider& provider) {
      return provider.enabled && provider.issuer == identity.issuer;
    });
  });
  return identities;
}

base::Result<login::Standing> ProviderFactor::standing(UserId person) {
  TRY_VAL(identities, open_to(person));
  return identities.empty() ? login::Standing::absent : login::Standing::offered;
}

// From the first that was linked: with the last of them, what it proved is gone.
base::Result<base::Instant> ProviderFactor::proves_since(UserId person) {
  TRY_VAL(identities, open_to(person));
  return identities.empty() ? base::Instant::max() : identities.front().linked_at;
}

base::Result<login::Verdict> ProviderFactor::check(const identity::Act&,
                                                   std::optional<UserId> person,
                                                   const login::Presented& presented) {
  if (presented.arrival == nullptr) {
    return login::Verdict(login::Wrong{});
  }
  const mint::Arrival& arrival = presented.arrival->fact();
  TRY_VAL(known, identities_.find(key_of(arrival.issuer, arrival.subject)));
  if (!known || (person && *person != known->user)) {
    return login::Verdict(login::Wrong{});
  }
  TRY_VAL(since, proves_since(known->user));
  return login::Verdict(login::Passed{.person = known->user, .since = since});
}

}  // namespace federation
