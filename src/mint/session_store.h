// The port for sessions. The browser's value is stored as a hash; the id names the session to
// people and to the trail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace mint {

struct SessionTag;
using SessionId = base::Id<SessionTag>;

struct SessionRow {
  SessionId id;
  base::Bytes hash;  // SHA-256 of the cookie's value
  std::int64_t user_id = 0;
  std::string level;  // the authentication context reached
  base::Instant authenticated_at;
  base::Instant idle_until;
  base::Instant absolute_until;
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  virtual base::Done open(const SessionRow& row, const audit::Event& event) = 0;
  // Nothing for a session that has ended or lies past one of its limits at `now`.
  virtual base::Result<std::optional<SessionRow>> find(base::BytesView hash, base::Instant now) = 0;
  // True when it was live until now.
  virtual base::Result<bool> end(const SessionId& id, base::Instant now,
                                 const audit::Event& event) = 0;
};

}  // namespace mint
