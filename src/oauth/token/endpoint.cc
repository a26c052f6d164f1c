#include "oauth/token/endpoint.h"

#include <algorithm>
#include <array>

#include "oauth/token/grants/grants.h"

namespace oauth::token {
namespace {

struct Row {
  Grant grant;
  base::Result<Answer> (*run)(const Parts&, const Asking&);
};
constexpr std::array kGrants = {Row{Grant::authorization_code, &authorization_code},
                                Row{Grant::refresh_token, &refresh_token},
                                Row{Grant::client_credentials, &client_credentials}};

}  // namespace

base::Result<Answer> Endpoint::ask(const identity::Act& nobody, const Shown& shown,
                                   const Parameters& form) {
  if (form.repeated()) {
    return Wrong{"invalid_request", "RFC6749-3.2", "a parameter was sent more than once"};
  }
  TRY_VAL(entering, parts_.clients.authenticate(nobody, shown));
  if (auto* wrong = std::get_if<Wrong>(&entering)) {
    if (auto slow = parts_.wrongs.one_more({.from = shown.from})) {
      return *std::move(slow);
    }
    TRY(parts_.trail.append(
        event_of(nobody, "client.refused", "client", audit::Outcome::denied, wrong->error)));
    return std::move(*wrong);
  }
  const auto& entered = std::get<ClientGate::Entered>(entering);
  const Client& client = *entered.client;
  identity::Act act = nobody;
  act.actor = subject_of(client.id);

  // A request that is well made and asks for too much.
  const auto refused = [&](Wrong wrong) -> base::Result<Answer> {
    if (auto slow = parts_.wrongs.one_more({.from = shown.from, .known = &client})) {
      return *std::move(slow);
    }
    TRY(parts_.trail.append(event_of(act, "token.refused", subject_of(client.id),
                                     audit::Outcome::denied, wrong.error)));
    return wrong;
  };
  const auto type = form.get("grant_type");
  if (!type) {
    return Wrong{"invalid_request", "RFC6749-5.2", "grant_type is missing"};
  }
  const auto grant = grant_from(*type);
  const auto* const row = grant ? std::ranges::find(kGrants, *grant, &Row::grant) : kGrants.end();
  if (row == kGrants.end()) {
    return Wrong{"unsupported_grant_type", "RFC6749-5.2", "there is no such grant here"};
  }
  if (!client.may(row->grant)) {
    return refused({"unauthorized_client", "RFC6749-5.2", "the client may not use this grant"});
  }
  // RFC 8707 section 2: there is one resource, which is ourselves.
  if (!form.all_are("resource", parts_.issuer)) {
    return refused({"invalid_target", "RFC8707-2", "there is no such resource"});
  }
  TRY_VAL(answer, row->run(parts_, {.client = client,
                                    .proof = entered.proof,
                                    .form = form,
                                    .act = act,
                                    .from = shown.from}));
  auto* wrong = std::get_if<Wrong>(&answer);
  if (wrong != nullptr && wrong->error == "invalid_scope") {
    return refused(std::move(*wrong));
  }
  return std::move(answer);
}

}  // namespace oauth::token
