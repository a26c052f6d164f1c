// Access tokens with a short memory, so that who shows one again at once, or asks about it, costs
// the database nothing: who stands behind one, for half a second, and no longer than until any of
// it changes on this node (base/changes.h). That a signature is good is remembered as long as the
// token lives and the keys are as they were read; a tag costs less than it would to remember it.
// What is not good is not remembered. Called by Bearers alone.
#pragma once

#include <any>
#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "base/changes.h"
#include "base/clock.h"
#include "keys/key_ring.h"
#include "oauth/resource/access_token.h"

namespace oauth::resource {

using Known = std::shared_ptr<const AccessToken>;

// Where something is told about a token.
enum class Door : std::uint8_t { introspection, userinfo };

struct Told {
  Known of;
  std::shared_ptr<const std::any> is;
};

class RecentTokens {
 public:
  struct Parts {
    const keys::KeyRing& keys;
    const base::Clock& clock;
    const base::Changes& changes;
    std::size_t most_live = 4096;
    std::size_t most_signed = 16384;
  };
  explicit RecentTokens(const Parts& parts) : parts_(parts) {}

  // Before anything of it is read.
  struct Before {
    base::Moment moment;
    std::shared_ptr<const keys::Snapshot> keys;
  };
  Before before() const;

  // Null says nothing.
  Known find(const TokenKey& key) const;
  void keep(const Before& before, Known token);

  // What a door has made of it, once for all who ask while it is remembered. An event loop may ask.
  // Null when it has made nothing of it, or nothing is remembered.
  Told told(Door door, const TokenKey& key) const;
  void tell(Door door, const Known& token, std::any told);

  bool is_signed(const TokenKey& key);
  void keep_signed(const Before& before, const TokenKey& key, base::Instant until);

  std::size_t size() const;

 private:
  struct RestsOn {
    base::Changes::Place place = 0;
    base::Changes::Number number = 0;
  };
  static std::array<RestsOn, 5> rests_on(const AccessToken& token);
  struct Live {
    Known token;
    base::Instant until;
    std::array<RestsOn, 5> rests_on;
    std::shared_ptr<const keys::Snapshot> keys;
    std::array<std::shared_ptr<const std::any>, 2> told;
  };
  using Place = std::list<Live>::iterator;
  using Signed = std::unordered_map<TokenKey, base::Instant, crypto::FirstOctets>;

  // Of the lock.
  const Live* live(const TokenKey& key) const;

  const Parts parts_;
  mutable std::mutex mutex_;
  std::list<Live> live_;  // the oldest first
  std::unordered_map<TokenKey, Place, crypto::FirstOctets> by_key_;
  std::shared_ptr<const keys::Snapshot> signed_by_;
  Signed signed_;
};

}  // namespace oauth::resource
