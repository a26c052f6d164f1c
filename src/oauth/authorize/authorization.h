// The authorization endpoint (RFC 6749 section 3.1): what of a request can be answered, and how. A
// failure goes to the client's address only once that is known to be the client's; until then it is
// ours to show (section 4.1.2.1, AZ6). Called by endpoints/authorize, which turns a Reply into
// HTTP.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "audit/trail.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"
#include "identity/act.h"
#include "identity/consent/consent_gate.h"
#include "identity/login/wish.h"
#include "identity/sessions/session_gate.h"
#include "identity/users/user_store.h"
#include "keys/key_ring.h"
#include "mint/mint.h"
#include "oauth/authorize/repetitions.h"
#include "oauth/authorize/request.h"
#include "oauth/registry/client_store.h"
#include "oauth/registry/redirect_uri.h"
#include "oauth/wrong.h"

namespace oauth::authorize {

inline constexpr std::string_view kDoor = "authorize";

// What the browser carries back to the client. It may hold the code: not for a log.
struct Reply {
  std::string redirect_uri;
  std::vector<std::pair<std::string, std::string>> parameters;
  bool by_post = false;  // as a form that the browser sends, and not in the address
};
// Nobody knows whose it is, or where it should go: a page of ours.
struct Unanswerable {
  base::Error why;
};
// Good; what is to be known before it is granted, as a login is asked for it.
struct Good {
  identity::login::Wish wish;
};
// The person is to be asked first whether the client may have these.
struct NotAgreed {
  ClientId client;
  std::vector<std::string> scopes;
};
// Whether the person has just said yes to this very request, on a page.
enum class Asked { no, just_now };

using Opening = std::variant<Unanswerable, Reply, Good>;
using Outcome = std::variant<Unanswerable, Reply>;
using Granting = std::variant<Outcome, NotAgreed>;

// Whether what is on record is never enough: nobody knows which program on a device asks in the
// name of a client that keeps no secret (RFC 8252 section 8.6, AZ13).
bool asks_every_time(const Client& client, const Request& request);

class Authorization {
 public:
  struct Parts {
    ClientStore& clients;
    identity::ConsentGate& consents;
    identity::users::UserStore& people;
    keys::KeyRing& keys;
    mint::Mint& mint;
    audit::Trail& trail;
    base::IdSource& ids;
    // That a person can have; what else is asked for by name is not even kept.
    std::span<const std::string_view> claim_names;
    // That a login here can reach, from the lowest.
    std::vector<identity::sessions::Level> levels;
    std::string issuer;
  };
  explicit Authorization(const Parts& parts)
      : parts_(parts), plain_(redirect_sso::plain_http_for(parts.issuer)) {}

  base::Result<Opening> open(const Parameters& sent);
  // A code, for whoever has been found to be who is wished. Every gate is asked at this moment,
  // whatever was true when the login began.
  base::Result<Granting> grant(const identity::Act& act, std::string_view request,
                               const identity::SessionGate::Entered& session,
                               const mint::FactorProof& factors, Asked asked = Asked::no);
  // To the client of a request that waits.
  base::Result<Outcome> refuse(std::string_view request, const Wrong& wrong);
  // Of the client of a request that waits; nothing when it is not there any more.
  base::Result<FoundClient> client_of(std::string_view request);
  // What `acr` can say of a login here (OpenID Connect Core section 2): the levels that the factors
  // there are can reach. A client that holds out for another gets nobody, and one that holds out
  // for a higher of them gets nobody below it.
  std::vector<std::string_view> acr_values() const;

 private:
  base::Result<FoundClient> find(std::string_view client_id);
  // What a good request wants of whoever is to answer it, or why nobody can.
  base::Result<std::variant<Wrong, identity::sessions::Asked>> asked_of(const Parameters& sent,
                                                                        const Client& client);
  Reply reply(const Request& request,
              std::vector<std::pair<std::string, std::string>> parameters) const;
  Reply failure(const Request& request, const Wrong& wrong) const;

  Parts parts_;
  PlainHttp plain_;
  Repetitions repetitions_;
};

}  // namespace oauth::authorize
