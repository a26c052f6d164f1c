#include "federation/provider_gate.h"

#include <utility>

namespace federation {

base::Result<ProviderGate::Answer> ProviderGate::check(const std::string& name) {
  TRY_VAL(found, store_.find(name));
  if (!found || !found->enabled) {
    return Closed{};
  }
  return Open{.provider = *std::move(found),
              .proof = mint::ProviderProof(mint::OpenProvider{.name = name})};
}

base::Result<std::vector<Provider>> ProviderGate::open() {
  TRY_VAL(all, store_.list());
  std::erase_if(all, [](const Provider& provider) { return !provider.enabled; });
  return all;
}

}  // namespace federation
