// The port for sessions. The browser's value is stored as a hash; the id names the session to
// people and to the trail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace identity::login {
struct TransactionTag;
}

namespace mint {

struct SessionTag;
using SessionId = base::Id<SessionTag>;

// What people are told of a session. The room of the login says it; mint hands it on unread.
struct SessionDetails {
  std::vector<std::string> factors;  // by which the level was reached, in order
  bool remembered = false;
  std::string agent;    // of the browser, as it says
  std::string address;  // where it was opened
};

struct SessionRow {
  SessionId id;
  base::Bytes hash;  // SHA-256 of the cookie's value
  std::int64_t user_id = 0;
  std::string level;  // the authentication context reached
  base::Instant authenticated_at;
  base::Instant opened_at;
  base::Instant idle_until;
  base::Instant absolute_until;
  SessionDetails details;
};

// Sessions that a new one takes the place of, whoever they belong to.
struct Replaced {
  std::vector<SessionId> ids;
  audit::Event event;  // entered once for each that was live
};

// The login that a session comes of, as the room of the login has it; mint hands it on unread.
struct Conclusion {
  struct Row {
    base::Id<identity::login::TransactionTag> id;
    std::int64_t version = 0;  // that the proofs were given at
  };
  std::optional<Row> row;  // nothing for a login of one request: no other can take it up
  audit::Event event;      // entered before that of the session
};

enum class SessionOpening {
  opened,
  not_active,  // the person, at that moment
  overtaken,   // the login was concluded or moved on by another request
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  // One transaction: the login is finished, the person's last login is set, the replaced sessions
  // end, the row is there. Nothing of it is kept unless it was opened.
  virtual base::Result<SessionOpening> open(const SessionRow& row, const Replaced& replaced,
                                            const std::optional<Conclusion>& concluded,
                                            const audit::Event& event) = 0;
  // Nothing for a session that has ended or lies past one of its limits at `now`.
  virtual base::Result<std::optional<SessionRow>> find(base::BytesView hash, base::Instant now) = 0;
  // True when it was live until now.
  virtual base::Result<bool> end(const SessionId& id, base::Instant now,
                                 const audit::Event& event) = 0;
};

}  // namespace mint
