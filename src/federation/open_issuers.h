// Whether an account at a provider lets its owner in: while its issuer is asked by a provider that
// is open, whatever the one that it was linked by is called. The one meaning of a way in, for the
// login, for letting go of an account, and for the page that offers it.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "base/result.h"
#include "federation/identity.h"
#include "federation/provider_store.h"

namespace federation {

class OpenIssuers {
 public:
  OpenIssuers() = default;
  static base::Result<OpenIssuers> in(ProviderStore& providers);

  void add(const Provider& provider);
  bool let_in(const Identity& identity) const { return issuers_.contains(identity.issuer); }

 private:
  std::set<std::string, std::less<>> issuers_;
};

}  // namespace federation
