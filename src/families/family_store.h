// The port for families. Each writing operation is one transaction with its entry in the trail.
// That of a code is opened by the write that takes the code (mint/one_time_store.h).
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "audit/event.h"
#include "base/result.h"
#include "families/family.h"
#include "identity/users/user_store.h"

namespace families {

// What there is to say that a session was used.
struct SessionUse {
  base::Instant seen_at;
  base::Instant absolute_until;
  bool remembered = false;
};

// Neither ended nor past a limit, and its session live unless it outlives that.
struct Found {
  Family family;
  bool live = false;
  std::optional<SessionUse> session = {};  // while that lives
  std::optional<identity::users::Standing> person = {};
  // If they have one; of a family that outlives its session alone.
  std::optional<base::Instant> password_set_at = {};
};

// A refresh token of that generation is presented.
struct Presented {
  FamilyId id;
  std::int64_t generation = 0;
  base::Instant now;
  base::Duration grace{};  // how long the predecessor still gets the same successor
  base::Instant idle_until;
};
// It was the newest; the family is as it is now.
struct Turned {
  Family family;
};
// The newest was given for it already, and a moment ago.
struct TurnedBefore {
  Family family;
};
// An older one: the family is ended.
struct Reused {
  Family family;
};
struct Gone {
  bool reused = false;  // it is the family's reuse that ended it
};
using Turn = std::variant<Turned, TurnedBefore, Reused, Gone>;

// Of a family that was found before. All that is said of it here is asked again by the write.
struct Step {
  FamilyId id;
  std::int64_t generation = 0;  // of the refresh token
  mint::SessionId session;
  bool administrator = false;
  base::Instant now;
  base::Instant idle_until;
};

struct TurnEvents {
  audit::Event turned;
  audit::Event reused;
};

// One that is to be the only one of its holder on its session.
struct Sole {
  Family family;
  base::Instant session_opened_at;
  base::Duration grace{};  // how long the one before is still given to who asks again
};
struct Opened {};
// There is one, and its tokens were given a moment ago. What another session left is none.
struct OpenedBefore {
  Family family;
};
using Opening = std::variant<Opened, OpenedBefore>;

struct SoleEvents {
  audit::Event opened;
  audit::Event replaced;  // entered for each that ended, with that one for its subject
};

class FamilyStore {
 public:
  virtual ~FamilyStore() = default;
  // The others of its holder on its session end.
  virtual base::Result<Opening> open_sole(const Sole& sole, const SoleEvents& events) = 0;
  // Also of one that was never opened.
  virtual base::Done end(const Family& family, base::Instant now, const audit::Event& event) = 0;
  virtual base::Result<Turn> turn(const Presented& presented, const TurnEvents& events) = 0;
  // Whether the step was taken. It is for the newest token alone, of a family that lives on that
  // session, whose person is active and, where it outlives its session, has the password that they
  // had. Nothing is done for any other.
  virtual base::Result<bool> advance(const Step& step, const audit::Event& turned) = 0;
  virtual base::Result<std::optional<Found>> find(const FamilyId& id, base::Instant now) = 0;
};

}  // namespace families
