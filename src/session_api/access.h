// Who stands behind an access token of the frontend: the signature is good, and neither its family,
// nor its session, nor its person has ended or been shut out since. That a signature is good is
// remembered as long as the token lives; who stands behind it, for half a second, so that a page
// that asks at every turn costs the database nothing. What ends on this node is seen at once, what
// ends on another within that half second. Called by endpoints/auth_*.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "identity/sessions/sessions.h"
#include "keys/key_ring.h"
#include "session_api/login_book.h"

namespace session_api {

// One answer for every reason.
struct Nobody {};
// Disabled or locked, and may be told so: the token was theirs.
struct Inactive {};
using Answer = std::variant<Nobody, Inactive, Login>;

class Access {
 public:
  static constexpr base::Duration kLife = identity::sessions::RecentBook::kLife;

  struct Parts {
    keys::KeyRing& keys;
    LoginBook& book;
    identity::sessions::Sessions& sessions;
    const identity::sessions::RecentBook& recent;  // through which this node ends sessions
    const base::Clock& clock;
    std::string issuer;
    std::size_t most = 16384;  // tokens remembered; the oldest are forgotten first
  };
  explicit Access(const Parts& parts) : parts_(parts) {}

  // A use of the session.
  base::Result<Answer> look(std::string_view token);
  // From memory alone, for an event loop. Nothing says nothing; ask look() then.
  std::optional<Login> look_recent(std::string_view token) const;
  // A family has ended on this node.
  void forget() { ++forgotten_; }

  std::size_t size() const;

 private:
  using Key = std::array<std::uint8_t, 32>;  // SHA-256 of the token
  struct FirstOctets {
    std::size_t operator()(const Key& key) const;
  };
  // What has been ended on this node: what was read before the last of these may be over.
  struct Mark {
    std::uint64_t sessions = 0;
    std::uint64_t families = 0;
    bool operator==(const Mark&) const = default;
  };
  struct Verified {
    mint::FamilyId family;
    base::Instant until;
  };
  struct Seen {
    Key key;
    Verified verified;
    base::Instant at;  // of the look
    Mark mark;
    std::shared_ptr<const Login> login;  // copied outside of the lock; null: none looked live
  };
  using Place = std::list<Seen>::iterator;

  static Key key_of(std::string_view token);
  Mark mark() const;
  base::Result<std::optional<Verified>> verify(std::string_view token);
  std::optional<Verified> verified_before(const Key& key, base::Instant now) const;
  void keep(Seen seen, base::Instant now);
  void drop(Place place);

  Parts parts_;
  std::atomic<std::uint64_t> forgotten_{0};
  mutable std::mutex mutex_;
  std::list<Seen> seen_;  // the oldest first
  std::unordered_map<Key, Place, FirstOctets> by_key_;
};

}  // namespace session_api
