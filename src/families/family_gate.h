// The gate of mint/gates.h about families: one that was opened by this act, or one whose newest
// refresh token was presented and is followed by the next (RFC 9700 section 4.14.2, TK4 to TK7).
// Called by the rooms of OAuth and by that of the house's own frontend.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "audit/event.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/digest.h"
#include "families/family_store.h"
#include "families/grant.h"
#include "families/known_families.h"
#include "mint/family_token.h"
#include "mint/gates.h"

namespace families {

// How long refresh tokens go on.
struct Limits {
  base::Duration idle = std::chrono::days(30);
  base::Duration absolute = std::chrono::days(90);
  base::Duration grace = std::chrono::seconds(10);
};

class FamilyGate {
 public:
  struct Parts {
    FamilyStore& store;
    const base::Secret& key;  // that is not in the database; it outlives the gate
    const base::Clock& clock;
    Limits limits = {};
  };
  explicit FamilyGate(const Parts& parts)
      : parts_(parts), key_(crypto::MacAlgorithm::HS256, parts.key) {}

  const Limits& limits() const { return parts_.limits; }

  // Of the family that was opened by the write that took a code, and of no other.
  using SpentCode = mint::SpentProof<mint::Purpose::authorization_code>;
  base::Result<std::optional<mint::FamilyProof>> opened_by(const SpentCode& code,
                                                           const Family& family) const;

  // A token that was made here, and its family. The gate alone makes one.
  class Shown {
   public:
    const mint::FamilyToken& token() const { return token_; }
    const Family& family() const { return found_.family; }
    // A refresh token that is the newest.
    bool is_newest() const;
    bool live() const { return found_.live; }
    const std::optional<SessionUse>& session_use() const { return found_.session; }
    // For the gate of people, which need not ask again.
    const std::optional<identity::users::Standing>& person() const { return found_.person; }
    // Who changes a password wants everybody else out. What came of it ends with that write; a node
    // of the release before, beside this one, leaves what outlives its session to be asked for.
    bool is_of_an_earlier_password() const {
      return found_.password_set_at > found_.family.opened_at;
    }

   private:
    friend class FamilyGate;
    Shown(mint::FamilyToken token, Found found, base::Secret secret)
        : token_(std::move(token)), found_(std::move(found)), secret_(std::move(secret)) {}
    mint::FamilyToken token_;
    Found found_;
    base::Secret secret_;
  };
  // Nothing for what was never made here, and for one whose family is no more. Writes nothing.
  base::Result<std::optional<Shown>> look(std::string_view token);
  // A refresh token that was made here, by memory alone: of a family of which one was shown here
  // before. Whether it is good is not known. Where this says nothing, ask look().
  class Recognised {
   public:
    // As it was found.
    const Family& family() const { return known_->found.family; }
    const Grant& grant() const { return known_->grant; }
    const std::optional<SessionUse>& session_use() const { return known_->found.session; }
    // Active, and still so when the step is taken: the write asks.
    const identity::users::Standing& person() const { return *known_->found.person; }

   private:
    friend class FamilyGate;
    Recognised(std::shared_ptr<const Known> known, std::int64_t generation)
        : known_(std::move(known)), generation_(generation) {}
    std::shared_ptr<const Known> known_;
    std::int64_t generation_;
  };
  std::optional<Recognised> recognise(std::string_view token);
  void note_use(const FamilyId& family, base::Instant seen_at) { known_.note_use(family, seen_at); }
  // Of whoever shows by other means that a token is of it.
  base::Result<std::optional<Found>> find(const FamilyId& id) {
    return parts_.store.find(id, parts_.clock.now());
  }
  // All that came of it is dead, on every node.
  base::Done end(const Family& family, const audit::Event& event) {
    return parts_.store.end(family, parts_.clock.now(), event);
  }

  // The newest, or the one before while that is still answered.
  bool is_current(const Shown& shown) const;

  // What was done by this act, or is given once more.
  struct Taken {
    Family family;
    mint::FamilyProof proof;
  };
  // The only one of its holder on its session, unless the one that is there is given again.
  base::Result<Taken> open_sole(const Family& family, base::Instant session_opened_at,
                                const SoleEvents& events);
  // The step to the generation after that of the refresh token. It may be idle no longer than that.
  struct Ended {
    bool by_reuse = false;  // now, or before
  };
  using Answer = std::variant<Ended, Taken>;
  base::Result<Answer> turn(const Shown& shown, const TurnEvents& events,
                            std::optional<base::Duration> idle = std::nullopt);
  // The same without a look (FamilyStore::advance). Nothing, and nothing is done, where one would
  // be needed to say more.
  base::Result<std::optional<Taken>> advance(const Recognised& token, const audit::Event& turned,
                                             std::optional<base::Duration> idle = std::nullopt);

 private:
  base::Secret secret_of(const Family& family) const;
  base::Instant idle_until(base::Instant now, std::optional<base::Duration> idle) const {
    return now + std::min(parts_.limits.idle, idle.value_or(parts_.limits.idle));
  }
  base::Result<mint::FamilyProof> prove(const Family& family, base::Secret secret, bool told) const;
  static mint::FamilyProof prove(const Family& family, Grant grant, base::Secret secret, bool told);

  Parts parts_;
  crypto::MacKey key_;
  KnownFamilies known_;
};

}  // namespace families
