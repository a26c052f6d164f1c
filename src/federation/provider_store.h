// The port for providers. Each writing operation is one transaction with its entry in the trail.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audit/event.h"
#include "base/result.h"
#include "federation/provider.h"

namespace federation {

// It was changed or deleted since it was read.
struct Stale {};
using ProviderWritten = std::variant<Provider, Stale>;

class ProviderStore {
 public:
  virtual ~ProviderStore() = default;
  // conflict when there is one of that name.
  virtual base::Result<Provider> add(const Provider& provider, const audit::Event& event) = 0;
  // Everything but name and created_at, if the version is still `provider.version`; one more then.
  virtual base::Result<ProviderWritten> update(const Provider& provider,
                                               const audit::Event& event) = 0;
  // False when there is none. The accounts that were linked by it stay linked: they are the
  // issuer's, and open nothing while no provider asks that issuer.
  virtual base::Result<bool> remove(const std::string& name, const audit::Event& event) = 0;

  virtual base::Result<std::optional<Provider>> find(const std::string& name) = 0;
  // In the order of their buttons: by position, then by name.
  virtual base::Result<std::vector<Provider>> list() = 0;
};

}  // namespace federation
