#include "oauth/client_auth/asking_client.h"

#include <string>
#include <utility>

namespace oauth {

base::Result<std::variant<Wrong, FoundClient>> asking_client(const AskedOf& of,
                                                             const identity::Act& act,
                                                             const Shown& shown,
                                                             const Parameters& form) {
  using Answer = std::variant<Wrong, FoundClient>;
  if (form.repeated()) {
    return Answer(Wrong{"invalid_request", "RFC6749-3.2", "a parameter was sent more than once"});
  }
  TRY_VAL(entering, of.clients.authenticate(act, shown));
  if (auto* wrong = std::get_if<Wrong>(&entering)) {
    if (auto slow = of.wrongs.one_more({.from = shown.from})) {
      return Answer(*std::move(slow));
    }
    TRY(of.trail.append(
        event_of(act, "client.refused", "client", audit::Outcome::denied, wrong->error)));
    return Answer(std::move(*wrong));
  }
  if (!form.get("token")) {
    return Answer(Wrong{"invalid_request", std::string(of.clause), "token is missing"});
  }
  return Answer(std::move(std::get<ClientGate::Entered>(entering).client));
}

}  // namespace oauth
