#include "federation/open_issuers.h"

namespace federation {

base::Result<OpenIssuers> OpenIssuers::in(ProviderStore& providers) {
  TRY_VAL(all, providers.list());
  OpenIssuers open;
  for (const Provider& provider : all) {
    open.add(provider);
  }
  return open;
}

void OpenIssuers::add(const Provider& provider) {
  if (provider.enabled) {
    issuers_.insert(provider.issuer);
  }
}

}  // namespace federation
