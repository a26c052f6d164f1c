// Who stands behind an access token of the frontend: the signature is good, and neither its family,
// nor its session, nor its person has ended or been shut out since. That a signature is good is
// remembered as long as the token lives; who stands behind it, for half a second, so that a page
// that asks at every turn costs the database nothing. What ends on this node is seen at once, what
// ends on another within that half second. Called by endpoints/auth_*.
#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/hash_key.h"
#include "identity/sessions/sessions.h"
#include "keys/key_ring.h"
#include "session_api/login_book.h"

namespace session_api {

// One answer for every reason.
struct Nobody {};
// Disabled or locked, and may be told so: the token was theirs.
struct Inactive {};
using Answer = std::variant<Nobody, Inactive, Login>;

class Access final : public identity::sessions::RecentBook::Companion {
 public:
  struct Parts {
    keys::KeyRing& keys;
    LoginBook& book;
    identity::sessions::Sessions& sessions;
    identity::sessions::RecentBook& recent;  // through which this node ends sessions
    const base::Clock& clock;
    std::string issuer;
    // What a door says of who is live, made once for all who ask while that is remembered.
    std::function<std::any(const Login&)> tell;
    std::size_t most = 16384;  // tokens remembered; the oldest are forgotten first
  };
  explicit Access(const Parts& parts);
  ~Access() override;
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  // A use of the session.
  base::Result<Answer> look(std::string_view token);
  // What was told of who is live, from memory alone, for an event loop. Null says nothing; ask
  // look() then.
  std::shared_ptr<const std::any> told_recently(std::string_view token) const;

  // It has ended on this node, or its family has.
  void forget(const mint::SessionId& id) override;
  void forget_all(identity::users::UserId user,
                  const std::optional<mint::SessionId>& keep) override;

  std::size_t size() const;

 private:
  using Key = crypto::HashKey;  // of the token
  struct Verified {
    mint::FamilyId family;
    base::Instant until;
  };
  // Who was live when it was looked.
  struct Live {
    base::Instant at;
    base::Instant until;  // the earliest of its limits, and when its use is to be written down
    mint::SessionId session;
    identity::users::UserId user;
    std::shared_ptr<const std::any> told;
  };
  struct Seen {
    Key key;
    Verified verified;
    std::optional<Live> live;
  };
  using Place = std::list<Seen>::iterator;

  Live live(const Login& login, base::Instant now) const;
  base::Result<std::optional<Verified>> verify(std::string_view token);
  std::optional<Verified> verified_before(const Key& key, base::Instant now) const;
  std::uint64_t forgotten() const;
  void keep(Seen seen, std::uint64_t forgotten, base::Instant now);
  void drop(Place place);

  Parts parts_;
  mutable std::mutex mutex_;
  std::uint64_t forgotten_ = 0;  // who was read before the last of these may be over
  std::list<Seen> seen_;         // the oldest first
  std::unordered_map<Key, Place, crypto::FirstOctets> by_key_;
  std::multimap<mint::SessionId, Place> by_session_;  // of those with somebody live
};

}  // namespace session_api
