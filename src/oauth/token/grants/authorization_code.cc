// RFC 6749 section 4.1.3: what a code was made for is looked up and every gate asked again before
// it is taken, so that one write takes it and opens what comes of it. Nothing is answered before
// that write, which takes it whatever the gates said. Where they could not be asked it is not
// taken. That the person is active and the session lives may be what was so a moment ago: the write
// asks both.
#include <algorithm>
#include <array>
#include <utility>

#include "families/grant.h"
#include "oauth/authorize/claims_request.h"
#include "oauth/pkce/pkce_gate.h"
#include "oauth/registry/redirect_gate.h"
#include "oauth/scope/scope_gate.h"
#include "oauth/token/grants/grants.h"
#include "oauth/token/grants/ordering.h"

namespace oauth::token {
namespace {

using mint::Bound;
using SpentCode = mint::SpentProof<mint::Purpose::authorization_code>;

constexpr std::size_t kSeed = 32;
// In the trail.
constexpr std::string_view kNotActive = "person not active";
constexpr std::string_view kSessionEnded = "session ended";

// One answer for every reason; the trail has the reason.
Wrong invalid_grant() {
  return {"invalid_grant", "RFC6749-5.2", "the code is not good, or not for this request"};
}

std::string text_in(const Bound& bound, std::string_view name) {
  const auto* member = bound.extra.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string())
                                                  : std::string();
}

// What was asked for one by one, for the ID token (OpenID Connect Core section 5.5).
base::Result<base::json::object> id_token_claims(const Parts& parts, const Asking& asking,
                                                 const Bound& bound,
                                                 const std::vector<std::string>& granted) {
  const auto names = authorize::names_in(bound.extra, "id_token_claims");
  if (names.empty()) {
    return base::json::object();
  }
  TRY_VAL(user, parts.people.find(identity::users::UserId{bound.user_id}));
  return user ? parts.named_claims(*user, names, claim_scopes(asking.client, granted))
              : base::Result<base::json::object>();
}

// What this request shows of being the one that the code is for.
struct Fit {
  bool of_client = false;
  std::optional<mint::RedirectProof> redirect;
  std::optional<mint::VerifierProof> pkce;

  // Why it is not, in words for the trail; empty when it is.
  std::string_view misfit() const {
    if (!of_client) {
      return "of another client";
    }
    if (!redirect) {
      return "another redirect URI";
    }
    return pkce ? "" : "no verifier, or another";
  }
};
Fit fit_of(const Bound& bound, const Asking& asking, PlainHttp plain) {
  const std::string challenge = text_in(bound, "challenge");
  return {.of_client = bound.holder == asking.client.id.text(),
          .redirect = RedirectGate::same(asking.client, bound.redirect,
                                         asking.form.get("redirect_uri").value_or(""), plain),
          .pkce = PkceGate::finish(
              asking.client,
              challenge.empty() ? std::nullopt : std::optional<std::string_view>(challenge),
              asking.form.get("code_verifier"))};
}

// All that comes of the code; it is as old as the code's redemption.
base::Result<families::Family> family_of(const Parts& parts, const Bound& bound) {
  const auto id = families::FamilyId::parse(text_in(bound, "family"));
  const auto session = mint::SessionId::parse(bound.session);
  if (!id || !session) {
    return base::reject(base::ErrorCode::internal, "", "the code cannot be read",
                        "a code's row names no family or no session");
  }
  const base::Instant now = parts.clock.now();
  const base::Instant until = now + parts.lives.access_token;
  return families::Family{
      .id = *id,
      .holder = bound.holder,
      .user_id = bound.user_id,
      .session = *session,
      .seed = parts.random.bytes(kSeed),
      .body = families::to_text({.scope = bound.scope, .authenticated_at = now}),
      .opened_at = now,
      .turned_at = now,
      .idle_until = until,
      .absolute_until = until};
}

void begin_refreshing(families::Family& family, const families::Limits& limits, bool offline) {
  family.generation = 1;
  family.outlives_session = offline;
  family.idle_until = std::max(family.idle_until, family.opened_at + limits.idle);
  family.absolute_until = std::max(family.absolute_until, family.opened_at + limits.absolute);
}

base::Done tell(const Parts& parts, const Asking& asking, std::string_view reason) {
  return parts.trail.append(event_of(asking.act, "authorization_code.refused",
                                     subject_of(asking.client.id), audit::Outcome::denied, reason));
}

base::Done end(const Parts& parts, const Asking& asking, const families::Family& family) {
  return parts.families.end(
      family, parts.clock.now(),
      event_of(asking.act, "family.ended", families::subject_of(family.id), audit::Outcome::denied,
               "its code was presented again after it was spent"));
}

// RFC 9700 section 2.1.1: by whoever could have redeemed it, since anybody else who knew the code
// could end what the client was given (TK1, TK2).
base::Result<Answer> replayed(const Parts& parts, const Asking& asking, const Bound& bound) {
  if (!fit_of(bound, asking, redirect_sso::plain_http_for(parts.issuer)).misfit().empty()) {
    TRY(tell(parts, asking, "replayed by somebody else"));
    return invalid_grant();
  }
  TRY_VAL(family, family_of(parts, bound));
  TRY(end(parts, asking, family));
  return invalid_grant();
}

// What is wrong once too often is looked at without a write: there is one only where a replay has
// something left to end.
base::Result<Answer> slowed(const Parts& parts, const Asking& asking, std::string_view code,
                            Wrong slow) {
  TRY_VAL(replay, parts.mint.replay_of(mint::Purpose::authorization_code, code));
  if (replay &&
      fit_of(replay->bound, asking, redirect_sso::plain_http_for(parts.issuer)).misfit().empty()) {
    TRY_VAL(family, family_of(parts, replay->bound));
    TRY_VAL(found, parts.families.find(family.id, parts.clock.now()));
    if (!found || found->live) {
      TRY(end(parts, asking, family));
    }
  }
  return slow;
}

// What a code opens, with the proofs that what comes of it is made from. Nothing is told of it, and
// nothing made, before the code has been taken.
struct Ready {
  Fit fit;
  families::Family family;
  mint::UserProof user;
  mint::SessionProof session;
  std::vector<std::string> scopes;
  mint::ScopeProof scope;
  bool refreshes = false;
};
using Preparation = std::variant<std::string_view, Ready>;  // or why it opens nothing

base::Result<Preparation> prepare(const Parts& parts, const Asking& asking, const Bound& bound) {
  Fit fit = fit_of(bound, asking, redirect_sso::plain_http_for(parts.issuer));
  if (const auto why = fit.misfit(); !why.empty()) {
    return why;
  }
  TRY_VAL(family, family_of(parts, bound));
  TRY_VAL(at_hand,
          parts.sessions.check_lately(identity::users::UserId{bound.user_id}, family.session));
  auto* active = std::get_if<mint::UserProof>(&at_hand.user);
  if (active == nullptr) {
    return kNotActive;
  }
  if (!at_hand.session) {
    return kSessionEnded;
  }
  auto scopes = scopes_in(bound.scope).value_or(std::vector<std::string>());
  std::erase_if(scopes, [&](const auto& scope) { return !asking.client.may(scope); });
  auto scope = ScopeGate::grant(asking.client, scopes, {parts.issuer});
  if (!scope || scopes.empty()) {
    return "scope withdrawn";
  }
  // What was granted is kept as it is now: a client that gets more scopes later has not been
  // granted them by this.
  const mint::SessionProof& login = *at_hand.session;
  family.body = families::to_text({.scope = to_text(scopes),
                                   .level = login->level,
                                   .authenticated_at = login->authenticated_at,
                                   .claims = authorize::names_in(bound.extra, "userinfo_claims")});
  const bool refreshes = asking.client.gets_refresh_token(scopes);
  if (refreshes) {
    begin_refreshing(family, parts.family_gate.limits(), holds(scopes, kOfflineAccess));
  }
  return Ready{.fit = std::move(fit),
               .family = std::move(family),
               .user = std::move(*active),
               .session = *std::move(at_hand.session),
               .scopes = std::move(scopes),
               .scope = *std::move(scope),
               .refreshes = refreshes};
}

base::Result<Answer> refuse(const Parts& parts, const Asking& asking, std::string_view reason) {
  TRY(tell(parts, asking, reason));
  return invalid_grant();
}

// Whatever was found right a moment ago was not when the code was taken.
base::Result<Answer> overtaken(const Parts& parts, const Asking& asking,
                               const families::Family& family) {
  TRY_VAL(at_hand, parts.sessions.check(identity::users::UserId{family.user_id}, family.session));
  return refuse(parts, asking,
                std::holds_alternative<mint::UserProof>(at_hand.user) ? kSessionEnded : kNotActive);
}

base::Result<Answer> redeem(const Parts& parts, const Asking& asking, const Ready& ready,
                            SpentCode spent) {
  const families::Family& family = ready.family;
  TRY_VAL(opened, parts.family_gate.opened_by(spent, family));
  if (!opened) {
    return overtaken(parts, asking, family);
  }
  // Asked when the family is there: who takes a consent back meanwhile ends it, or is seen here.
  TRY_VAL(consent, parts.consents.check({.person = {family.user_id},
                                         .client_id = asking.client.id.text(),
                                         .scopes = ready.scopes,
                                         .of_the_house = asking.client.first_party}));
  if (!consent) {
    TRY(parts.families.end(family, parts.clock.now(),
                           event_of(asking.act, "family.ended", families::subject_of(family.id),
                                    audit::Outcome::denied, "no consent")));
    return refuse(parts, asking, "consent withdrawn");
  }
  const Bound& bound = spent->bound;
  const std::string asked = text_in(bound, "asked");
  TRY_VAL(claims, id_token_claims(parts, asking, bound, ready.scopes));
  const auto orders = orders_for(parts, {.client = asking.client,
                                         .scopes = ready.scopes,
                                         .life = parts.lives.access_token,
                                         .refreshes = ready.refreshes,
                                         .nonce = text_in(bound, "nonce"),
                                         .claims = std::move(claims)});
  TRY_VAL(tokens, parts.mint.tokens({.code = std::move(spent),
                                     .client = asking.proof,
                                     .redirect = *ready.fit.redirect,
                                     .pkce = *ready.fit.pkce,
                                     .user = ready.user,
                                     .session = ready.session,
                                     .scope = ready.scope,
                                     .consent = *consent,
                                     .family = *opened},
                                    orders, asking.occasion()));
  Given given = given_by(orders, std::move(tokens));
  if (to_text(ready.scopes) != asked) {
    given.scope = to_text(ready.scopes);
  }
  return given;
}

// One that was taken before, or never was.
base::Result<Answer> too_late(const Parts& parts, const Asking& asking,
                              const mint::SpendResult<mint::Purpose::authorization_code>& spent) {
  // This one is written already.
  parts.wrongs.one_more(asking.asker());
  if (const auto* replay = std::get_if<mint::Replay>(&spent)) {
    return replayed(parts, asking, replay->bound);
  }
  return invalid_grant();
}

// Taken, and nothing comes of it.
base::Result<Answer> burn(const Parts& parts, const Asking& asking, std::string_view code,
                          std::string_view reason) {
  TRY_VAL(spent, parts.mint.spend<mint::Purpose::authorization_code>(code, asking.occasion()));
  return std::holds_alternative<SpentCode>(spent) ? refuse(parts, asking, reason)
                                                  : too_late(parts, asking, spent);
}

}  // namespace

base::Result<Answer> authorization_code(const Parts& parts, const Asking& asking) {
  for (const std::string_view name : {"code", "redirect_uri"}) {
    if (!asking.form.get(name)) {
      return Wrong{"invalid_request", "RFC6749-4.1.3", std::string(name) + " is missing"};
    }
  }
  // A code that is spent and gives nothing, because of us, is lost to the client.
  TRY(parts.mint.can_sign(mint::TokenOrder().algorithm));
  if (asking.client.may("openid")) {
    TRY(parts.mint.can_sign(asking.client.id_token_algorithm));
  }
  const std::string_view code = *asking.form.get("code");
  if (auto slow = parts.wrongs.too_many(asking.asker())) {
    TRY_VAL(waits, parts.mint.waits(mint::Purpose::authorization_code, code));
    if (!waits) {
      return slowed(parts, asking, code, *std::move(slow));
    }
  }
  TRY_VAL(bound, parts.mint.made_for(mint::Purpose::authorization_code, code));
  if (!bound) {
    return burn(parts, asking, code, "was not there a moment ago");
  }
  TRY_VAL(prepared, prepare(parts, asking, *bound));
  if (const auto* why = std::get_if<std::string_view>(&prepared)) {
    return burn(parts, asking, code, *why);
  }
  const Ready& ready = std::get<Ready>(prepared);
  const auto event = given_for(asking, "family.opened", ready.family, ready.scopes);
  TRY_VAL(spent,
          parts.mint.spend(code, {.family = ready.family, .event = event}, asking.occasion()));
  if (auto* fresh = std::get_if<SpentCode>(&spent)) {
    return redeem(parts, asking, ready, std::move(*fresh));
  }
  return too_late(parts, asking, spent);
}

}  // namespace oauth::token
