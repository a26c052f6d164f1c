// Who asks at the token endpoint (RFC 6749 section 2.3): the gate of mint/gates.h. Two ways at once
// are refused, and so is a way that the client is not registered for (TK10).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/sealer.h"
#include "identity/act.h"
#include "identity/budget/budget.h"
#include "mint/gates.h"
#include "mint/mint.h"
#include "oauth/client_auth/assertion.h"
#include "oauth/registry/recent_clients.h"
#include "oauth/wrong.h"

namespace oauth {

struct Credentials {
  std::string client_id;
  base::Secret secret;
};
// All that a request shows of who sends it.
struct Shown {
  std::optional<Credentials> basic;
  std::optional<std::string> client_id;                     // of the form
  std::optional<base::Secret> secret;                       // likewise
  std::optional<identity::budget::AddressBytes> from = {};  // nothing: not from a network
  std::optional<std::string> assertion;                     // of the form
  std::optional<std::string> assertion_type;
};

class ClientGate {
 public:
  struct Entered {
    FoundClient client;  // never null
    mint::ClientProof proof;
  };
  using Answer = std::variant<Wrong, Entered>;

  struct Parts {
    RecentClients& store;
    const base::Clock& clock;
    mint::Mint& mint;
    const crypto::Sealer& sealer;
    std::string issuer;
  };
  explicit ClientGate(const Parts& parts)
      : store_(parts.store),
        clock_(parts.clock),
        assertions_({.mint = parts.mint,
                     .sealer = parts.sealer,
                     .clock = parts.clock,
                     .issuer = parts.issuer}) {}

  base::Result<Answer> authenticate(const identity::Act& nobody, const Shown& shown);
  // Whoever shows a secret, from memory alone, for an event loop: the secret is compared here as it
  // is there. Null says nothing, so that what is wrong is told and counted in one place.
  FoundClient recognised(const Shown& shown) const;

 private:
  bool shows_secret_of(const Client* client, const Shown& shown) const;
  base::Result<bool> is_right(const identity::Act& nobody, const Shown& shown,
                              const Client* client);

  RecentClients& store_;
  const base::Clock& clock_;
  Assertions assertions_;
};

// RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. Nothing for what is
// not so.
std::optional<Credentials> basic_credentials(std::string_view authorization);

}  // namespace oauth
