// Whether a token is good, and what it is for (RFC 7662). Told to the client that it was given to;
// to any other there is no such token. Writes nothing for who is who they say. Called by
// endpoints/introspection.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

#include "audit/trail.h"
#include "base/json.h"
#include "base/result.h"
#include "families/family_gate.h"
#include "identity/act.h"
#include "identity/users/user_store.h"
#include "oauth/client_auth/client_gate.h"
#include "oauth/client_auth/wrong_requests.h"
#include "oauth/parameters.h"
#include "oauth/resource/bearers.h"
#include "oauth/wrong.h"

namespace oauth {

class Introspection {
 public:
  struct Parts {
    ClientGate& clients;
    WrongRequests& wrongs;
    resource::Bearers& bearers;
    families::FamilyGate& families;
    identity::users::UserStore& users;
    audit::Trail& trail;
    std::string issuer;
    // What the door says of a token that is good, made once for as long as that is remembered.
    std::function<std::any(const base::json::object&)> tell = {};
  };
  using Answer = std::variant<base::json::object, Wrong>;

  explicit Introspection(const Parts& parts) : parts_(parts) {}

  base::Result<Answer> ask(const identity::Act& act, const Shown& shown, const Parameters& form);
  // What was told a moment ago of an access token that was good, to the client that it was given to
  // and that shows its secret; from memory alone, for an event loop. Null says nothing; ask() then.
  std::shared_ptr<const std::any> told_recently(const Shown& shown, const Parameters& form) const;

 private:
  // Nothing of a token that is not the client's, or never was one.
  base::Result<std::optional<base::json::object>> told(const Client& client,
                                                       std::string_view token);
  base::Result<base::json::object> told_of(const Client& client,
                                           const families::FamilyGate::Shown& refresh);

  Parts parts_;
};

}  // namespace oauth
