#include "identity/users/setup_gate.h"

namespace identity {

base::Result<std::optional<mint::SetupProof>> SetupGate::check() {
  TRY_VAL(holders, grants_.holders(users::Grant::administrator));
  std::optional<mint::SetupProof> proof;
  if (holders.empty()) {
    proof.emplace(mint::SetupProof(mint::NoAdministrator{}));
  }
  return proof;
}

}  // namespace identity
