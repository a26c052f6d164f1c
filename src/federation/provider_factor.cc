#include "federation/provider_factor.h"

#include <algorithm>

namespace federation {

namespace login = identity::login;

// Those that let them in.
base::Result<std::vector<Identity>> ProviderFactor::open_to(UserId person) {
  TRY_VAL(identities, parts_.identities.of(person));
  TRY_VAL(open, OpenIssuers::in(parts_.providers));
  std::erase_if(identities, [&](const Identity& identity) { return !open.let_in(identity); });
  return identities;
}

base::Result<login::Standing> ProviderFactor::standing(UserId person) {
  TRY_VAL(identities, open_to(person));
  return identities.empty() ? login::Standing::absent : login::Standing::offered;
}

// Of that very account: whatever else the person has, what it proved is gone with it. A session
// ends with the account it was opened by, and what it carries needs none by name.
base::Result<base::Instant> ProviderFactor::proves_since(UserId person, std::string_view by) {
  TRY_VAL(identities, open_to(person));
  const auto found = std::ranges::find_if(
      identities, [by](const Identity& identity) { return by.empty() || id_of(identity) == by; });
  return found == identities.end() ? base::Instant::max() : found->linked_at;
}

base::Result<login::Verdict> ProviderFactor::check(const identity::Act& act,
                                                   std::optional<UserId> person,
                                                   const login::Presented& presented) {
  if (presented.arrival == nullptr) {
    return wrong(act, "provider", "nobody came back from it");
  }
  const mint::Arrival& arrival = presented.arrival->fact();
  const std::string provider = "provider:" + arrival.provider;
  TRY_VAL(known, parts_.identities.find(key_of(arrival.issuer, arrival.subject)));
  if (!known || (person && *person != known->user)) {
    return wrong(act, provider, "the account is another person's");
  }
  std::string by = id_of(*known);
  TRY_VAL(since, proves_since(known->user, by));
  if (since == base::Instant::max()) {
    return wrong(act, provider, "the account lets nobody in");
  }
  return login::Verdict(login::Passed{.person = known->user, .since = since, .by = std::move(by)});
}

base::Result<login::Verdict> ProviderFactor::wrong(const identity::Act& act,
                                                   const std::string& subject,
                                                   std::string_view why) {
  TRY(parts_.trail.append(
      event_of(act, "federation.refused", subject, audit::Outcome::denied, why)));
  return login::Verdict(login::Wrong{});
}

}  // namespace federation
