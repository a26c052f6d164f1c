// The end of a person's sessions that comes with a write on the person: a new password, or a status
// that shuts them out. The store ends them in the same transaction, so that no crash leaves the one
// without the other.
#pragma once

#include <optional>

#include "audit/event.h"
#include "base/clock.h"
#include "mint/session_store.h"

namespace identity::sessions {

struct Ending {
  std::optional<mint::SessionId> keep;  // the one that stays
  base::Instant at;
  audit::Event event;  // entered when any of them was live
};

}  // namespace identity::sessions
