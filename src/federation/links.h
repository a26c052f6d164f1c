// Which accounts at providers a person logs in with, besides by their first login: linked by who is
// logged in here and there at once, and has said so on a page of ours (FD3, FD4).
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "federation/arrival_gate.h"
#include "federation/identity_store.h"
#include "federation/provider_gate.h"
#include "identity/act.h"
#include "identity/sessions/session_book.h"
#include "identity/sessions/session_gate.h"
#include "identity/users/user_gate.h"
#include "mint/mint.h"

namespace federation {

// The page asks with this; it is good once, for this session, and until any link of the person
// changes.
struct Proposed {
  base::Secret proof;
  std::string label;
};
struct TheirsAlready {};
struct SomebodyElses {};
using Proposal = std::variant<Proposed, TheirsAlready, SomebodyElses>;

struct NowLinked {};
struct ProofSpent {};  // or too old, of another session, or from before another change
using Confirmation = std::variant<NowLinked, ProofSpent, SomebodyElses>;

struct Link {
  Identity identity;
  std::string title;  // of the provider that lets its owner in by it; else empty
  bool lets_in = false;
};

class Links {
 public:
  // How long ago somebody may have shown who they are who links an account (FD4).
  static constexpr base::Duration kFresh = std::chrono::minutes(15);

  struct Parts {
    IdentityStore& identities;
    ProviderStore& registered;
    ProviderGate& providers;
    identity::sessions::SessionBook& sessions;
    audit::Trail& trail;
    identity::UserGate& users;
    mint::Mint& mint;
    const base::Clock& clock;
  };
  explicit Links(const Parts& parts) : parts_(parts) {}

  using Session = identity::SessionGate::Entered;

  bool is_fresh(const Session& session) const;
  base::Result<Proposal> propose(const identity::Act& act, const Session& session,
                                 const Arrived& arrived);
  base::Result<Confirmation> confirm(const identity::Act& act, const Session& session,
                                     const std::string& proof);

  base::Result<std::vector<Link>> of(UserId user);
  // `id` as id_of() gives it. Of the person's sessions this one stays.
  base::Result<UnlinkOutcome> unlink(const identity::Act& act, const Session& session,
                                     const std::string& id);

 private:
  base::Result<std::string> state_of(UserId user);
  base::Done refuse(const identity::Act& act, const std::string& provider, std::string_view why);

  Parts parts_;
};

}  // namespace federation
