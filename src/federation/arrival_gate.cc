#include "federation/arrival_gate.h"

#include <utility>

#include "federation/id_token.h"
#include "federation/profile.h"

namespace federation {
namespace {

using base::ErrorCode;

Failure failure_of(const base::Error& error) {
  return error.code == ErrorCode::unavailable ? Failure::unavailable : Failure::untrusted;
}

}  // namespace

std::string_view to_string(Failure failure) {
  switch (failure) {
    case Failure::stale:
      return "stale";
    case Failure::closed:
      return "closed";
    case Failure::declined:
      return "access_denied";
    case Failure::unavailable:
      return "provider_unavailable";
    case Failure::untrusted:
      return "login_failed";
  }
  std::unreachable();
}

struct ArrivalGate::Journey {
  // When it began, of who is to show anew who they are.
  std::optional<base::Instant> anew_since;
};

struct ArrivalGate::Said {
  std::string subject;
  base::json::object claims;
};

base::Result<ArrivalGate::Answer> ArrivalGate::failed(const identity::Act& act, const Came& came,
                                                      Failure failure, const std::string& why) {
  TRY(parts_.trail.append(event_of(act, "federation.refused", "provider:" + came.provider,
                                   audit::Outcome::denied,
                                   std::string(to_string(failure)) + ": " + why)));
  return Answer(failure);
}

base::Result<ArrivalGate::Answer> ArrivalGate::check(const identity::Act& act, const Came& came) {
  TRY_VAL(spent, parts_.mint.spend<mint::Purpose::upstream_state>(
                     came.voucher,
                     {.actor = act.actor, .address = act.address, .request_id = act.request_id}));
  const auto* fresh = std::get_if<mint::SpentProof<mint::Purpose::upstream_state>>(&spent);
  if (fresh == nullptr) {
    return Answer(Failure::stale);
  }
  TRY_VAL(found, parts_.providers.check(came.provider));
  auto* open = std::get_if<ProviderGate::Open>(&found);
  if (open == nullptr) {
    return failed(act, came, Failure::closed, "the provider is closed");
  }
  const mint::Bound& bound = (*fresh)->bound;
  const std::string callback = callback_of(parts_.issuer, came.provider);
  if (bound.holder != came.provider || bound.session != came.ties.session ||
      bound.redirect != callback) {
    return failed(act, came, Failure::stale, "the state is of another browser or provider");
  }
  // Code, verifier and our secret would go to a server that this browser was never sent to.
  const auto* version = bound.extra.if_contains("version");
  if (version == nullptr || *version != open->provider.version) {
    return failed(act, came, Failure::stale, "the provider was changed meanwhile");
  }
  if (came.error && !came.code) {
    if (came.iss && open->provider.kind == Kind::oidc && *came.iss != open->provider.issuer) {
      return failed(act, came, Failure::untrusted, "the error is another issuer's");
    }
    return failed(act, came,
                  *came.error == "access_denied" ? Failure::declined : Failure::untrusted,
                  "the provider answers with an error");
  }
  const auto* anew = bound.extra.if_contains("anew");
  Journey journey;
  if (anew != nullptr && anew->is_int64() && anew->get_int64() > 0) {
    journey.anew_since = base::Instant(std::chrono::seconds(anew->get_int64())) - kClocksDiffer;
  }
  auto said = ask(open->provider, came, journey);
  if (!said) {
    const base::Error& error = said.error();
    if (error.code == ErrorCode::internal) {
      return std::unexpected(error);
    }
    return failed(act, came, failure_of(error),
                  error.description + (error.detail.empty() ? "" : ": " + error.detail));
  }
  return Answer(
      Arrived{.proof = mint::ArrivalProof(mint::Arrival{.provider = open->provider.name,
                                                        .issuer = open->provider.issuer,
                                                        .subject = std::move(said->subject)}),
              .provider = std::move(open->provider),
              .claims = std::move(said->claims),
              .user_id = bound.user_id});
}

base::Done ArrivalGate::check_answer(const Provider& provider, const Metadata& metadata,
                                     const Came& came) const {
  if (came.error || !came.code || came.code->empty()) {
    return base::reject(ErrorCode::unauthorized, "RFC6749-4.1.2",
                        "the answer holds a code and an error, or neither");
  }
  // An OAuth 2.0 server has no issuer that was registered here: what it calls itself says nothing,
  // and its own callback tells it from the others (section 4).
  if (provider.kind == Kind::oidc &&
      (came.iss ? *came.iss != metadata.issuer : metadata.names_itself)) {
    return base::reject(ErrorCode::unauthorized, "RFC9207-2.4",
                        "the answer is not " + provider.name + "'s");
  }
  return {};
}

base::Result<ArrivalGate::Said> ArrivalGate::ask(const Provider& provider, const Came& came,
                                                 const Journey& journey) {
  const auto lane = parts_.lanes.enter(provider.name);
  if (!lane) {
    return base::reject(ErrorCode::unavailable, "", "too many wait for the provider");
  }
  TRY_VAL(metadata, parts_.upstreams.metadata(provider));
  TRY(check_answer(provider, metadata, came));
  TRY_VAL(tokens, parts_.exchange.tokens(provider, metadata,
                                         {.code = *came.code,
                                          .verifier = verifier_of(came.ties, came.voucher),
                                          .redirect = callback_of(parts_.issuer, provider.name)}));
  return provider.kind == Kind::oidc ? by_id_token(provider, metadata, tokens, came, journey)
                                     : by_userinfo(provider, metadata, tokens);
}

base::Result<ArrivalGate::Said> ArrivalGate::by_id_token(const Provider& provider,
                                                         const Metadata& metadata,
                                                         const Tokens& tokens, const Came& came,
                                                         const Journey& journey) {
  TRY_VAL(verified, parts_.upstreams.verify(provider, tokens.id_token));
  TRY(check_id_token(verified.claims(),
                     {.issuer = provider.issuer,
                      .client_id = provider.client_id,
                      .nonce = nonce_of(came.ties, came.voucher),
                      .not_before = journey.anew_since},
                     parts_.clock.now()));
  Said said{.subject = text_claim_of(verified.claims(), "sub"), .claims = verified.claims()};
  TRY_VAL(known, parts_.identities.find(key_of(provider.issuer, said.subject)));
  // Of who is known already nothing of it is used.
  if (known || tells_all(provider, said.claims) || metadata.userinfo_endpoint.empty() ||
      tokens.access_token.empty()) {
    return said;
  }
  TRY_VAL(more, parts_.exchange.userinfo(provider, metadata, tokens.access_token));
  // Of somebody else it would be about nobody who is here.
  if (text_claim_of(more, "sub") != said.subject) {
    return base::reject(ErrorCode::unauthorized, "OIDC-5.3.2", "userinfo is about somebody else");
  }
  add_what_is_missing(provider, said.claims, more);
  return said;
}

base::Result<ArrivalGate::Said> ArrivalGate::by_userinfo(const Provider& provider,
                                                         const Metadata& metadata,
                                                         const Tokens& tokens) {
  if (tokens.access_token.empty()) {
    return base::reject(ErrorCode::unauthorized, "RFC6749-5.1", "the provider gave no token");
  }
  TRY_VAL(claims, parts_.exchange.userinfo(provider, metadata, tokens.access_token));
  std::string subject = text_claim_of(claims, subject_claim(provider));
  if (subject.empty() || subject.size() > kLongestSubject) {
    return base::reject(ErrorCode::unauthorized, "OIDC-5.3.2",
                        "the provider does not say who it is");
  }
  return Said{.subject = std::move(subject), .claims = std::move(claims)};
}

}  // namespace federation
