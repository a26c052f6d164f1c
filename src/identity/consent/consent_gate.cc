#include "identity/consent/consent_gate.h"

#include <algorithm>

namespace identity {

base::Result<std::optional<mint::ConsentProof>> ConsentGate::check(const Demand& demand) {
  if (!demand.of_the_house) {
    TRY_VAL(given, store_.find(demand.person, demand.client_id));
    const auto allowed = [&](const std::string& scope) {
      return std::ranges::find(given->scopes, scope) != given->scopes.end();
    };
    if (!given || !std::ranges::all_of(demand.scopes, allowed)) {
      return std::optional<mint::ConsentProof>();
    }
  }
  return std::optional(mint::ConsentProof(mint::Consent{.user_id = demand.person.value,
                                                        .client_id = demand.client_id,
                                                        .scope = consent::to_text(demand.scopes)}));
}

}  // namespace identity
