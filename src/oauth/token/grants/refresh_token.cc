// RFC 6749 section 6, RFC 9700 section 4.14.2. Whatever may have changed since the code is asked
// again, before the step to the next generation is taken or by the write that takes it: what is
// refused costs its holder nothing. Taken is taken, though: an older token than the last ends the
// family (TK4).
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

// Why it gives nothing to this client, whoever its person is; empty when it may.
std::string_view objection(const families::Family& family, const Client& client) {
  if (family.holder != client.id.text()) {
    return "of another client";
  }
  return family.outlives_session && !client.may(kOfflineAccess) ? "offline access withdrawn" : "";
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

struct Granted {
  std::string whole;  // of which the scopes are what is asked for
  std::vector<std::string> scopes;
  mint::ScopeProof scope;
  mint::ConsentProof consent;
};
using Preparation = std::variant<Wrong, std::string_view, Granted>;  // or why nothing is granted

base::Result<Preparation> prepare(const Parts& parts, const Asking& asking,
                                  const families::Family& family, families::Grant grant) {
  auto scopes = narrowed(asking, grant.scope);
  if (!scopes) {
    return Wrong{"invalid_scope", "RFC6749-6", "that is more than was granted"};
  }
  auto scope = ScopeGate::grant(asking.client, *scopes, {parts.issuer});
  if (!scope || scopes->empty()) {
    return "scope withdrawn";
  }
  TRY_VAL(consent, parts.consents.check({.person = {family.user_id},
                                         .client_id = asking.client.id.text(),
                                         .scopes = *scopes,
                                         .of_the_house = asking.client.first_party}));
  if (!consent) {
    return "consent withdrawn";
  }
  return Granted{.whole = std::move(grant.scope),
                 .scopes = *std::move(scopes),
                 .scope = *std::move(scope),
                 .consent = *std::move(consent)};
}

// Nothing when the family was over a moment after its step.
base::Result<std::optional<Given>> give(const Parts& parts, const Asking& asking,
                                        const Granted& granted, const mint::UserProof& user,
                                        const FamilyGate::Taken& taken) {
  const auto left =
      std::chrono::floor<std::chrono::seconds>(taken.family.gone_at() - parts.clock.now());
  if (left <= std::chrono::seconds(0)) {
    return std::optional<Given>();
  }
  const auto orders = orders_for(parts, {.client = asking.client,
                                         .scopes = granted.scopes,
                                         .life = std::min(parts.lives.access_token, left),
                                         .refreshes = true});
  TRY_VAL(tokens, parts.mint.tokens(mint::RefreshWarrant{.client = asking.proof,
                                                         .family = taken.proof,
                                                         .user = user,
                                                         .scope = granted.scope,
                                                         .consent = granted.consent},
                                    orders, asking.occasion()));
  Given given = given_by(orders, std::move(tokens));
  const std::string scope = to_text(granted.scopes);
  if (scope != asking.form.get("scope").value_or(granted.whole)) {
    given.scope = scope;
  }
  return std::optional(std::move(given));
}

base::Result<Answer> refuse(const Parts& parts, const Asking& asking, std::string_view reason) {
  if (auto slow = parts.wrongs.one_more(asking.asker())) {
    return *std::move(slow);
  }
  TRY(parts.trail.append(event_of(asking.act, "refresh_token.refused", subject_of(asking.client.id),
                                  audit::Outcome::denied, reason)));
  return invalid_grant();
}

base::Result<Answer> give_or_refuse(const Parts& parts, const Asking& asking,
                                    const Granted& granted, const mint::UserProof& user,
                                    const FamilyGate::Taken& taken) {
  TRY_VAL(given, give(parts, asking, granted, user, taken));
  return given ? base::Result<Answer>(*std::move(given)) : refuse(parts, asking, "ended");
}

// By one write, where nothing stands in the way and the family was here before.
base::Result<std::optional<Answer>> advance(const Parts& parts, const Asking& asking,
                                            std::string_view text) {
  const auto known = parts.family_gate.recognise(text);
  if (!known || !objection(known->family(), asking.client).empty()) {
    return std::optional<Answer>();
  }
  const auto user = identity::UserGate::judge(known->person());
  const auto* active = std::get_if<mint::UserProof>(&user);
  TRY_VAL(prepared, prepare(parts, asking, known->family(), known->grant()));
  const auto* granted = std::get_if<Granted>(&prepared);
  if (active == nullptr || granted == nullptr) {
    return std::optional<Answer>();
  }
  TRY_VAL(taken, parts.family_gate.advance(*known, given_for(asking, families::kRefreshed,
                                                             known->family(), granted->scopes)));
  if (!taken) {
    return std::optional<Answer>();
  }
  TRY_VAL(answer, give_or_refuse(parts, asking, *granted, *active, *taken));
  return std::optional(std::move(answer));
}

}  // namespace

base::Result<Answer> refresh_token(const Parts& parts, const Asking& asking) {
  const auto text = asking.form.get("refresh_token");
  if (!text) {
    return Wrong{"invalid_request", "RFC6749-6", "refresh_token is missing"};
  }
  TRY_VAL(advanced, advance(parts, asking, *text));
  if (advanced) {
    return *std::move(advanced);
  }
  const auto refused = [&](std::string_view reason) { return refuse(parts, asking, reason); };
  TRY_VAL(shown, parts.family_gate.look(*text));
  if (!shown || !std::holds_alternative<mint::RefreshToken>(shown->token().is)) {
    return refused("unknown");
  }
  const families::Family& family = shown->family();
  if (const auto reason = objection(family, asking.client); !reason.empty()) {
    return refused(reason);
  }
  if (!shown->live()) {
    return refused("ended");
  }
  const auto user = identity::UserGate::judge(shown->person());
  const auto* active = std::get_if<mint::UserProof>(&user);
  if (active == nullptr) {
    return refused("person not active");
  }
  if (shown->is_of_an_earlier_password()) {
    return refused("password changed");
  }
  TRY_VAL(grant, families::read_grant(family.body));
  TRY_VAL(prepared, prepare(parts, asking, family, std::move(grant)));
  if (auto* wrong = std::get_if<Wrong>(&prepared)) {
    return std::move(*wrong);
  }
  if (const auto* reason = std::get_if<std::string_view>(&prepared)) {
    return refused(*reason);
  }
  const Granted& granted = std::get<Granted>(prepared);
  TRY_VAL(turned,
          parts.family_gate.turn(
              *shown,
              {.turned = given_for(asking, families::kRefreshed, family, granted.scopes),
               .reused = event_of(asking.act, "family.reused", families::subject_of(family.id),
                                  audit::Outcome::denied, "a refresh token was presented again")}));
  const auto* taken = std::get_if<FamilyGate::Taken>(&turned);
  if (taken == nullptr) {
    return invalid_grant();
  }
  return give_or_refuse(parts, asking, granted, *active, *taken);
}

}  // namespace oauth::token
