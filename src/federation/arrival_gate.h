// The gate of mint/gates.h on the way back from a provider: the state is ours, unspent, of this
// provider and of this browser; the answer is the provider's; and what it says of the person is
// signed by it, about this very request (OpenID Connect Core 1.0, section 3.1.3.7; RFC 9207). The
// one maker of a mint::ArrivalProof.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "audit/trail.h"
#include "base/json.h"
#include "base/result.h"
#include "federation/departures.h"
#include "federation/exchange.h"
#include "federation/identity_store.h"
#include "federation/lanes.h"
#include "federation/provider_gate.h"
#include "federation/upstreams.h"
#include "identity/act.h"
#include "mint/mint.h"

namespace federation {

// What the browser brought (RFC 6749 section 4.1.2), each at most once.
struct Came {
  std::string provider;  // of the path
  Ties ties;             // as this browser shows them
  std::string voucher;   // the state behind its dot
  std::optional<std::string> code;
  std::optional<std::string> iss;
  std::optional<std::string> error;
};

enum class Failure {
  stale,        // the state is spent, too old, another provider's or another browser's
  closed,       // the provider is no more
  declined,     // the person said no over there
  unavailable,  // it does not answer, or not as it must
  untrusted,    // what it answers is not what it must be
};
std::string_view to_string(Failure failure);

struct Arrived {
  mint::ArrivalProof proof;
  Provider provider;
  base::json::object claims;
  std::int64_t user_id = 0;  // that the journey was begun for, if for anybody
};

class ArrivalGate {
 public:
  struct Parts {
    ProviderGate& providers;
    Upstreams& upstreams;
    Exchange& exchange;
    IdentityStore& identities;
    Lanes& lanes;
    mint::Mint& mint;
    audit::Trail& trail;
    const base::Clock& clock;
    const std::string& issuer;
  };
  explicit ArrivalGate(const Parts& parts) : parts_(parts) {}

  using Answer = std::variant<Arrived, Failure>;
  // A failure is in the trail with its reason, which nobody else is told.
  base::Result<Answer> check(const identity::Act& act, const Came& came);

 private:
  struct Journey;
  struct Said;  // what the provider says of who came back

  base::Result<Said> ask(const Provider& provider, const Came& came, const Journey& journey);
  base::Done check_answer(const Provider& provider, const Metadata& metadata,
                          const Came& came) const;
  base::Result<Said> by_id_token(const Provider& provider, const Metadata& metadata,
                                 const Tokens& tokens, const Came& came, const Journey& journey);
  base::Result<Said> by_userinfo(const Provider& provider, const Metadata& metadata,
                                 const Tokens& tokens);
  base::Result<Answer> failed(const identity::Act& act, const Came& came, Failure failure,
                              const std::string& why);

  Parts parts_;
};

}  // namespace federation
