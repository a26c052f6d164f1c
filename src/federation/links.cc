#include "federation/links.h"

#include <optional>
#include <utility>

#include "crypto/digest.h"
#include "federation/profile.h"

namespace federation {
namespace {

mint::Occasion occasion_of(const identity::Act& act) {
  return {.actor = act.actor, .address = act.address, .request_id = act.request_id};
}

std::string text_in(const base::json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

}  // namespace

std::string id_of(const Identity& identity) {
  return base::to_hex(key_of(identity.issuer, identity.subject));
}

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
  if (known) {
    return known->user == user ? Proposal(TheirsAlready{}) : Proposal(SomebodyElses{});
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
      text_in(bound.extra, "links") != state ||
      std::holds_alternative<ProviderGate::Closed>(provider)) {
    return Confirmation(ProofSpent{});
  }
  const Identity identity{.issuer = text_in(bound.extra, "issuer"),
                          .subject = text_in(bound.extra, "subject"),
                          .user = user,
                          .provider = bound.holder,
                          .label = text_in(bound.extra, "label"),
                          .linked_at = parts_.clock.now()};
  TRY_VAL(linked, parts_.identities.link(
                      identity, event_of(act, "identity.linked", identity::users::subject_of(user),
                                         audit::Outcome::allowed, "provider:" + bound.holder)));
  return linked ? Confirmation(NowLinked{}) : Confirmation(SomebodyElses{});
}

base::Result<UnlinkOutcome> Links::unlink(const identity::Act& act, UserId user,
                                          const std::string& id) {
  const auto key = base::from_hex(id);
  if (!key) {
    return UnlinkOutcome(NotTheirs{});
  }
  return parts_.identities.unlink(
      user, *key, event_of(act, "identity.unlinked", identity::users::subject_of(user)));
}

}  // namespace federation
