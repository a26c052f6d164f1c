// Coming back from a provider, as a way to prove who one is. It proves one thing alone, whatever
// the provider asked for over there: what it asked is not ours to know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/trail.h"
#include "federation/identity_store.h"
#include "federation/provider_store.h"
#include "identity/login/factor.h"

namespace federation {

inline constexpr std::string_view kProviderFactor = "provider";

class ProviderFactor final : public identity::login::Factor {
 public:
  struct Parts {
    IdentityStore& identities;
    ProviderStore& providers;
    audit::Trail& trail;
  };
  explicit ProviderFactor(const Parts& parts) : parts_(parts) {}

  std::string_view name() const override { return kProviderFactor; }
  identity::sessions::Kind kind() const override { return identity::sessions::Kind::knowledge; }
  bool may_be_first() const override { return true; }
  base::Result<identity::login::Standing> standing(UserId person) override;
  base::Result<base::Instant> proves_since(UserId person, std::string_view by) override;
  base::Result<identity::login::Verdict> check(
      const identity::Act& act, std::optional<UserId> person,
      const identity::login::Presented& presented) override;

 private:
  base::Result<std::vector<Identity>> open_to(UserId person);

  // Enters why, which nobody else is told.
  base::Result<identity::login::Verdict> wrong(const identity::Act& act, const std::string& subject,
                                               std::string_view why);

  Parts parts_;
};

}  // namespace federation
