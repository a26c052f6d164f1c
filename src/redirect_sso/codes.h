// The way out of a login to a site: a code, appended to the address that was asked for. Every gate
// is asked at this moment, whatever was true when the login began (LS6). Called by the endpoints,
// for whoever has a live session.
#pragma once

#include <string_view>
#include <variant>

#include "audit/trail.h"
#include "base/result.h"
#include "base/secret.h"
#include "identity/act.h"
#include "identity/sessions/session_gate.h"
#include "mint/mint.h"
#include "redirect_sso/site_gate.h"

namespace redirect_sso {

// Where the browser goes now. It holds the code: not for a log.
struct SentOn {
  base::Secret location;
};
using Issued =
    std::variant<SentOn, SiteGate::Unknown, SiteGate::Disabled, SiteGate::NotForAdministrators>;

class Codes {
 public:
  struct Parts {
    SiteGate& sites;
    mint::Mint& mint;
    audit::Trail& trail;
  };
  explicit Codes(const Parts& parts) : parts_(parts) {}

  base::Result<Issued> issue(const identity::Act& act, std::string_view url,
                             const identity::SessionGate::Entered& session,
                             const mint::FactorProof& factors);

 private:
  Parts parts_;
};

}  // namespace redirect_sso
