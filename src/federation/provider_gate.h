// The gate of mint/gates.h on the way to a provider and back: it is registered, and open (FD6).
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "federation/provider_store.h"
#include "mint/gates.h"

namespace federation {

class ProviderGate {
 public:
  struct Closed {};  // disabled, or there is none
  struct Open {
    Provider provider;
    mint::ProviderProof proof;
  };
  using Answer = std::variant<Closed, Open>;

  explicit ProviderGate(ProviderStore& store) : store_(store) {}

  base::Result<Answer> check(const std::string& name);
  // In the order of their buttons.
  base::Result<std::vector<Provider>> open();

 private:
  ProviderStore& store_;
};

}  // namespace federation
