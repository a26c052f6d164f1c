#include "federation/links.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "crypto/digest.h"
#include "federation/id_token.h"
#include "federation/profile.h"

namespace federation {
namespace {

mint::Occasion occasion_of(const identity::Act& act) {
  return {.actor = act.actor, .address = act.address, .request_id = act.request_id};
}

}  // namespace

bool Links::is_fresh(const Session& session) const {
  return parts_.clock.now() < session.session().authenticated_at + kFresh;
}

// Of all accounts of a person: with any change another.
base::Result<std::string> Links::state_of(UserId user) {
  TRY_VAL(identities, parts_.identities.of(user));
  std::string all;
  for (const Identity& identity : identities) {
    all += id_of(identity) + std::to_string(base::to_micros(identity.linked_at)) + ";";
  }
  return base::to_hex(crypto::sha256(base::bytes_of(all)));
}

base::Result<Proposal> Links::propose(const identity::Act& act, const Session& session,
                                      const Arrived& arrived) {
  const UserId user = session.session().user;
  TRY_VAL(known, parts_.identities.find(key_of(arrived.proof->issuer, arrived.proof->subject)));
  if (known && known->user != user) {
    TRY(refuse(act, arrived.provider.name, "to link: the account is another person's"));
    return Proposal(SomebodyElses{});
  }
  if (known) {
    return Proposal(TheirsAlready{});
  }
  TRY_VAL(standing, parts_.users.check(user));
  const auto* active = std::get_if<mint::UserProof>(&standing);
  if (active == nullptr) {
    return base::reject(base::ErrorCode::forbidden, "", "the person is not active");
  }
  TRY_VAL(state, state_of(user));
  const std::string label = label_of(arrived.provider, arrived.claims);
  TRY_VAL(proof, parts_.mint.link_proof(
                     {.user = *active, .session = session.proof(), .arrival = arrived.proof},
                     {{"label", label}, {"links", state}}, occasion_of(act)));
  return Proposal(Proposed{.proof = std::move(proof.value), .label = label});
}

base::Result<Confirmation> Links::confirm(const identity::Act& act, const Session& session,
                                          const std::string& proof) {
  TRY_VAL(spent, parts_.mint.spend<mint::Purpose::link_proof>(proof, occasion_of(act)));
  const auto* fresh = std::get_if<mint::SpentProof<mint::Purpose::link_proof>>(&spent);
  if (fresh == nullptr) {
    return Confirmation(ProofSpent{});
  }
  const mint::Bound& bound = (*fresh)->bound;
  const UserId user = session.session().user;
  TRY_VAL(state, state_of(user));
  TRY_VAL(provider, parts_.providers.check(bound.holder));
  if (bound.user_id != user.value || bound.session != session.session().id.text() ||
      text_claim_of(bound.extra, "links") != state ||
      std::holds_alternative<ProviderGate::Closed>(provider)) {
    TRY(refuse(act, bound.holder, "to link: the proof is of other links or of another session"));
    return Confirmation(ProofSpent{});
  }
  const Identity identity{.issuer = text_claim_of(bound.extra, "issuer"),
                          .subject = text_claim_of(bound.extra, "subject"),
                          .user = user,
                          .provider = bound.holder,
                          .label = text_claim_of(bound.extra, "label"),
                          .linked_at = parts_.clock.now()};
  TRY_VAL(linked, parts_.identities.link(
                      identity, event_of(act, "identity.linked", identity::users::subject_of(user),
                                         audit::Outcome::allowed, account_of(identity))));
  if (!linked) {
    TRY(refuse(act, bound.holder, "to link: the account is another person's"));
    return Confirmation(SomebodyElses{});
  }
  return Confirmation(NowLinked{});
}

base::Done Links::refuse(const identity::Act& act, const std::string& provider,
                         std::string_view why) {
  return parts_.trail.append(
      event_of(act, "federation.refused", "provider:" + provider, audit::Outcome::denied, why));
}

base::Result<std::vector<Link>> Links::of(UserId user) {
  TRY_VAL(identities, parts_.identities.of(user));
  TRY_VAL(providers, parts_.providers.open());
  std::vector<Link> links;
  for (Identity& identity : identities) {
    const auto asks = std::ranges::find(providers, identity.issuer, &Provider::issuer);
    const bool lets_in = asks != providers.end();
    links.push_back({.identity = std::move(identity),
                     .title = lets_in ? asks->title : std::string(),
                     .lets_in = lets_in});
  }
  return links;
}

base::Result<UnlinkOutcome> Links::unlink(const identity::Act& act, const Session& session,
                                          const std::string& id) {
  const UserId user = session.session().user;
  TRY_VAL(identities, parts_.identities.of(user));
  const auto found = std::ranges::find(identities, id, &id_of);
  if (found == identities.end()) {
    return UnlinkOutcome(NotTheirs{});
  }
  TRY_VAL(open, OpenIssuers::in(parts_.registered));
  const std::string subject = identity::users::subject_of(user);
  const auto& keep = session.session().id;
  const auto unlinked = parts_.identities.unlink(
      {.user = user,
       .key = key_of(found->issuer, found->subject),
       .linked_at = found->linked_at,
       .open = std::move(open),
       .event =
           event_of(act, "identity.unlinked", subject, audit::Outcome::allowed, account_of(*found)),
       .address_dropped = event_of(act, "user.changed", subject, audit::Outcome::allowed,
                                   "its address went with " + account_of(*found)),
       .ending = {.keep = keep,
                  .at = parts_.clock.now(),
                  .event = event_of(act, "session.all_ended", subject)}});
  // Even where the database does not say whether it is done; of the session that stays too, since
  // what is remembered with it may be the address that went.
  parts_.sessions.forget_all(user, std::nullopt);
  return unlinked;
}

}  // namespace federation
