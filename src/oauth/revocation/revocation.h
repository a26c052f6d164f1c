// A client needs a token no more (RFC 7009): the family that it is of ends, with all its tokens, on
// every node at once. Called by endpoints/revocation.
#pragma once

#include <optional>

#include "audit/trail.h"
#include "base/result.h"
#include "families/family_gate.h"
#include "identity/act.h"
#include "oauth/client_auth/client_gate.h"
#include "oauth/client_auth/wrong_requests.h"
#include "oauth/parameters.h"
#include "oauth/resource/bearers.h"
#include "oauth/wrong.h"

namespace oauth {

class Revocation {
 public:
  struct Parts {
    ClientGate& clients;
    WrongRequests& wrongs;
    resource::Bearers& bearers;
    families::FamilyGate& families;
    audit::Trail& trail;
  };
  explicit Revocation(const Parts& parts) : parts_(parts) {}

  // Nothing is wrong with a token that is good no more, or never was (section 2.2).
  base::Result<std::optional<Wrong>> ask(const identity::Act& act, const Shown& shown,
                                         const Parameters& form);

 private:
  Parts parts_;
};

}  // namespace oauth
