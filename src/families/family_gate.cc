#include "families/family_gate.h"

#include <algorithm>
#include <utility>

#include "families/grant.h"

namespace families {

base::Secret FamilyGate::secret_of(const Family& family) const {
  base::Bytes of(family.id.bytes().begin(), family.id.bytes().end());
  of.insert(of.end(), family.seed.begin(), family.seed.end());
  return base::Secret(key_.tag(of));
}

mint::FamilyProof FamilyGate::prove(const Family& family, Grant grant, base::Secret secret,
                                    bool told) {
  return mint::FamilyProof(mint::LiveFamily{.id = family.id,
                                            .holder = family.holder,
                                            .user_id = family.user_id,
                                            .scope = std::move(grant.scope),
                                            .login = {.id = family.session,
                                                      .user_id = family.user_id,
                                                      .level = std::move(grant.level),
                                                      .authenticated_at = grant.authenticated_at},
                                            .generation = family.generation,
                                            .secret = std::move(secret),
                                            .told = told});
}

base::Result<mint::FamilyProof> FamilyGate::prove(const Family& family, base::Secret secret,
                                                  bool told) const {
  TRY_VAL(grant, read_grant(family.body));
  return prove(family, std::move(grant), std::move(secret), told);
}

base::Result<std::optional<mint::FamilyProof>> FamilyGate::opened_by(const SpentCode& code,
                                                                     const Family& family) const {
  if (code->opened != family.id) {
    return std::optional<mint::FamilyProof>();
  }
  TRY_VAL(proof, prove(family, secret_of(family), true));
  return std::optional(std::move(proof));
}

base::Result<std::optional<FamilyGate::Shown>> FamilyGate::look(std::string_view token) {
  const auto presented = mint::PresentedToken::read(token);
  if (!presented) {
    return std::optional<Shown>();
  }
  TRY_VAL(found, parts_.store.find(presented->says().family, parts_.clock.now()));
  if (!found) {
    return std::optional<Shown>();
  }
  auto secret = secret_of(found->family);
  if (!presented->is_made_with(secret)) {
    return std::optional<Shown>();
  }
  if (found->live && std::holds_alternative<mint::RefreshToken>(presented->says().is) &&
      found->person && found->person->status == identity::users::Status::active) {
    if (auto grant = read_grant(found->family.body)) {
      known_.keep({.found = *found, .grant = *std::move(grant), .secret = secret.clone()});
    }
  }
  return std::optional(Shown(presented->says(), *std::move(found), std::move(secret)));
}

std::optional<FamilyGate::Recognised> FamilyGate::recognise(std::string_view token) {
  const auto presented = mint::PresentedToken::read(token);
  const auto* refresh =
      presented ? std::get_if<mint::RefreshToken>(&presented->says().is) : nullptr;
  auto known = refresh != nullptr ? known_.look(presented->says().family) : nullptr;
  if (!known || !presented->is_made_with(known->secret)) {
    return std::nullopt;
  }
  return Recognised(std::move(known), refresh->generation);
}

bool FamilyGate::Shown::is_newest() const {
  const auto* refresh = std::get_if<mint::RefreshToken>(&token_.is);
  return refresh != nullptr && refresh->generation == found_.family.generation;
}

bool FamilyGate::is_current(const Shown& shown) const {
  const auto* refresh = std::get_if<mint::RefreshToken>(&shown.token().is);
  const Family& family = shown.family();
  return shown.is_newest() ||
         (refresh != nullptr && refresh->generation + 1 == family.generation &&
          family.turned_at > fresh_since(parts_.clock.now(), parts_.limits.grace));
}

base::Result<FamilyGate::Taken> FamilyGate::open_sole(const Family& family,
                                                      base::Instant session_opened_at,
                                                      const SoleEvents& events) {
  TRY_VAL(opening, parts_.store.open_sole({.family = family,
                                           .session_opened_at = session_opened_at,
                                           .grace = parts_.limits.grace},
                                          events));
  const auto* before = std::get_if<OpenedBefore>(&opening);
  const Family& opened = before != nullptr ? before->family : family;
  TRY_VAL(proof, prove(opened, secret_of(opened), before == nullptr));
  return Taken{.family = opened, .proof = std::move(proof)};
}

base::Result<FamilyGate::Answer> FamilyGate::turn(const Shown& shown, const TurnEvents& events,
                                                  std::optional<base::Duration> idle) {
  const auto* refresh = std::get_if<mint::RefreshToken>(&shown.token().is);
  if (refresh == nullptr) {
    return Ended{};
  }
  const base::Instant now = parts_.clock.now();
  TRY_VAL(turned, parts_.store.turn({.id = shown.family().id,
                                     .generation = refresh->generation,
                                     .now = now,
                                     .grace = parts_.limits.grace,
                                     .idle_until = idle_until(now, idle)},
                                    events));
  const Family* family = nullptr;
  if (const auto* fresh = std::get_if<Turned>(&turned)) {
    family = &fresh->family;
  } else if (const auto* before = std::get_if<TurnedBefore>(&turned)) {
    family = &before->family;
  }
  if (family == nullptr) {
    const auto* gone = std::get_if<Gone>(&turned);
    return Ended{.by_reuse = gone == nullptr || gone->reused};
  }
  // A step changes neither the id nor the seed.
  TRY_VAL(proof, prove(*family, shown.secret_.clone(), std::holds_alternative<Turned>(turned)));
  return Taken{.family = *family, .proof = std::move(proof)};
}

base::Result<std::optional<FamilyGate::Taken>> FamilyGate::advance(
    const Recognised& token, const audit::Event& turned, std::optional<base::Duration> idle) {
  const Known& known = *token.known_;
  Family family = known.found.family;
  family.generation = token.generation_ + 1;
  family.turned_at = parts_.clock.now();
  family.idle_until = idle_until(family.turned_at, idle);
  TRY_VAL(is_taken, parts_.store.advance({.id = family.id,
                                          .generation = token.generation_,
                                          .session = family.session,
                                          .administrator = known.found.person->administrator,
                                          .now = family.turned_at,
                                          .idle_until = family.idle_until},
                                         turned));
  if (!is_taken) {
    // Or every token of a family that is over would cost a write as well as a read.
    known_.forget(family.id);
    return std::optional<Taken>();
  }
  auto proof = prove(family, known.grant, known.secret.clone(), true);
  return std::optional(Taken{.family = std::move(family), .proof = std::move(proof)});
}

}  // namespace families
