// Coming back from a provider, as a way to prove who one is. It proves one thing alone, whatever
// the provider asked for over there: what it asked is not ours to know.
#pragma once

#include "federation/identity_store.h"
#include "federation/provider_store.h"
#include "identity/login/factor.h"

namespace federation {

inline constexpr std::string_view kProviderFactor = "provider";

class ProviderFactor final : public identity::login::Factor {
 public:
  ProviderFactor(IdentityStore& identities, ProviderStore& providers)
      : identities_(identities), providers_(providers) {}

  std::string_view name() const override { return kProviderFactor; }
  identity::sessions::Kind kind() const override { return identity::sessions::Kind::knowledge; }
  bool may_be_first() const override { return true; }
  base::Result<identity::login::Standing> standing(UserId person) override;
  base::Result<base::Instant> proves_since(UserId person) override;
  base::Result<identity::login::Verdict> check(
      const identity::Act& act, std::optional<UserId> person,
      const identity::login::Presented& presented) override;

 private:
  base::Result<std::vector<Identity>> open_to(UserId person);

  IdentityStore& identities_;
  ProviderStore& providers_;
};

}  // namespace federation
