// The way to a provider: the address that the browser is sent to, with a state that is good once
// and for ten minutes, PKCE and a nonce (RFC 9700 section 2.1; OpenID Connect Core 1.0, section
// 3.1.2.1). Verifier and nonce are made of the state and of a cookie that this browser alone has,
// so that neither lies anywhere and nobody else can use what comes back (FD5).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"
#include "federation/lanes.h"
#include "federation/provider_gate.h"
#include "federation/upstreams.h"
#include "identity/act.h"
#include "mint/mint.h"

namespace federation {

// Between a provider's clock and ours.
inline constexpr std::chrono::seconds kClocksDiffer{60};

// What a journey is bound to, on the way and back.
struct Ties {
  std::string tag;      // stands in the state before a dot: what the browser comes back to
  std::string session;  // the login under way, or the session
  base::Secret cookie;  // that it is of
};

std::string verifier_of(const Ties& ties, std::string_view voucher);
std::string nonce_of(const Ties& ties, std::string_view voucher);

// "https://sso.test/auth/google/callback"
std::string callback_of(std::string_view issuer, std::string_view provider);

struct Trip {
  Ties ties;
  bool anew = false;       // somebody is to show who they are, whoever is logged in over there
  std::string login_hint;  // may be empty
  std::int64_t user_id = 0;
};

struct SentAway {
  base::Secret location;  // holds the state: not for a log
};
// Its own page says so; why is for the log.
struct Unreachable {
  base::Error why;
};
using Departure = std::variant<SentAway, ProviderGate::Closed, Unreachable>;

class Departures {
 public:
  struct Parts {
    ProviderGate& providers;
    Upstreams& upstreams;
    Lanes& lanes;
    mint::Mint& mint;
    const base::Clock& clock;
    const std::string& issuer;
  };
  explicit Departures(const Parts& parts) : parts_(parts) {}

  base::Result<Departure> begin(const identity::Act& act, const std::string& provider,
                                const Trip& trip);

 private:
  Parts parts_;
};

}  // namespace federation
