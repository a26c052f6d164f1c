// What introspection and revocation have in common: a client asks about one token.
#pragma once

#include <string_view>
#include <variant>

#include "audit/trail.h"
#include "base/result.h"
#include "identity/act.h"
#include "oauth/client_auth/client_gate.h"
#include "oauth/client_auth/wrong_requests.h"
#include "oauth/parameters.h"
#include "oauth/wrong.h"

namespace oauth {

struct AskedOf {
  ClientGate& clients;
  WrongRequests& wrongs;
  audit::Trail& trail;
  std::string_view clause;  // that asks for a token
};

// The client, once `token` is there and nothing stands twice.
base::Result<std::variant<Wrong, FoundClient>> asking_client(const AskedOf& of,
                                                             const identity::Act& act,
                                                             const Shown& shown,
                                                             const Parameters& form);

}  // namespace oauth
