// RFC 6749 section 6, RFC 9700 section 4.14.2. Whatever may have changed since the code is asked
// again, and only then is the step to the next generation taken: what is refused costs its holder
// nothing. Taken is taken, though: an older token than the last ends the family (TK4).
#include <algorithm>
#include <utility>

#include "families/grant.h"
#include "oauth/scope/scope_gate.h"
#include "oauth/token/grants/grants.h"
#include "oauth/token/grants/ordering.h"

namespace oauth::token {
namespace {

using families::FamilyGate;

// One answer for every reason; the trail has the reason.
Wrong invalid_grant() {
  return {"invalid_grant", "RFC6749-5.2", "the refresh token is not good, or not any more"};
}

// Why it gives nothing to this client; empty when it may.
std::string_view objection(const std::optional<FamilyGate::Shown>& shown, const Client& client) {
  if (!shown || !std::holds_alternative<mint::RefreshToken>(shown->token().is)) {
    return "unknown";
  }
  if (shown->family().holder != client.id.text()) {
    return "of another client";
  }
  if (!shown->live()) {
    return "ended";
  }
  return shown->family().outlives_session && !client.may(kOfflineAccess)
             ? "offline access withdrawn"
             : "";
}

// All that was granted and is still the client's to have; of it, what is asked for. Nothing for
// what was never granted (TK9).
std::optional<std::vector<std::string>> narrowed(const Asking& asking, std::string_view granted) {
  auto scopes = scopes_in(granted).value_or(std::vector<std::string>());
  std::erase_if(scopes, [&](const auto& scope) { return !asking.client.may(scope); });
  const auto text = asking.form.get("scope");
  if (!text) {
    return scopes;
  }
  const auto asked = scopes_in(*text);
  const bool within =
      asked && std::ranges::all_of(*asked, [&](const auto& scope) { return holds(scopes, scope); });
  return within ? asked : std::nullopt;
}

}  // namespace

base::Result<Answer> refresh_token(const Parts& parts, const Asking& asking) {
  const auto text = asking.form.get("refresh_token");
  if (!text) {
    return Wrong{"invalid_request", "RFC6749-6", "refresh_token is missing"};
  }
  const auto refused = [&](std::string_view reason) -> base::Result<Answer> {
    if (auto slow = parts.wrongs.one_more(asking.asker())) {
      return *std::move(slow);
    }
    TRY(parts.trail.append(event_of(asking.act, "refresh_token.refused",
                                    subject_of(asking.client.id), audit::Outcome::denied, reason)));
    return invalid_grant();
  };
  TRY_VAL(shown, parts.family_gate.look(*text));
  if (const auto reason = objection(shown, asking.client); !reason.empty()) {
    return refused(reason);
  }
  const families::Family& family = shown->family();
  const identity::users::UserId person{family.user_id};
  const auto user = identity::UserGate::judge(shown->person());
  const auto* active = std::get_if<mint::UserProof>(&user);
  if (active == nullptr) {
    return refused("person not active");
  }
  if (shown->is_of_an_earlier_password()) {
    return refused("password changed");
  }
  TRY_VAL(grant, families::read_grant(family.body));
  const auto scopes = narrowed(asking, grant.scope);
  if (!scopes) {
    return Wrong{"invalid_scope", "RFC6749-6", "that is more than was granted"};
  }
  const auto scope = ScopeGate::grant(asking.client, *scopes, {parts.issuer});
  if (!scope || scopes->empty()) {
    return refused("scope withdrawn");
  }
  TRY_VAL(consent, parts.consents.check({.person = person,
                                         .client_id = asking.client.id.text(),
                                         .scopes = *scopes,
                                         .of_the_house = asking.client.first_party}));
  if (!consent) {
    return refused("consent withdrawn");
  }
  const std::string subject = families::subject_of(family.id);
  TRY_VAL(turned, parts.family_gate.turn(
                      *shown, {.turned = given_for(asking, "family.refreshed", family, *scopes),
                               .reused = event_of(asking.act, "family.reused", subject,
                                                  audit::Outcome::denied,
                                                  "a refresh token was presented again")}));
  const auto* taken = std::get_if<FamilyGate::Taken>(&turned);
  if (taken == nullptr) {
    return invalid_grant();
  }
  const auto left =
      std::chrono::floor<std::chrono::seconds>(taken->family.gone_at() - parts.clock.now());
  if (left <= std::chrono::seconds(0)) {
    return refused("ended");
  }
  const auto orders = orders_for(parts, {.client = asking.client,
                                         .scopes = *scopes,
                                         .life = std::min(parts.lives.access_token, left),
                                         .refreshes = true});
  TRY_VAL(tokens, parts.mint.tokens(mint::RefreshWarrant{.client = asking.proof,
                                                         .family = taken->proof,
                                                         .user = *active,
                                                         .scope = *scope,
                                                         .consent = *consent},
                                    orders, asking.occasion()));
  Given given = given_by(orders, std::move(tokens));
  if (to_text(*scopes) != asking.form.get("scope").value_or(grant.scope)) {
    given.scope = to_text(*scopes);
  }
  return given;
}

}  // namespace oauth::token
