// The book of sessions with a short memory, so that a check at every request costs the database
// nothing: live sessions of active people, for half a second at most. What is ended through it is
// forgotten at once; what another node ends is seen here when the half second is over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/recent.h"
#include "crypto/hash_key.h"
#include "identity/sessions/session_book.h"

namespace identity::sessions {

class RecentBook final : public SessionBook {
 public:
  // Remembers `most` sessions; beyond that the oldest look is forgotten first.
  RecentBook(SessionBook& book, const base::Clock& clock, std::size_t most = 16384)
      : book_(book), clock_(clock), most_(most) {}

  // From memory alone, without waiting: an event loop may ask. Nothing is not an answer.
  std::optional<Found> look_recent(base::BytesView hash) const;
  // One of that person that is within its limits, by its id: for who holds what was made for the
  // session and not its cookie.
  std::optional<Found> look_recent(users::UserId user, const mint::SessionId& id,
                                   base::Instant now) const;
  // It was ended by another way than this book: the mint has replaced it.
  void forget(const mint::SessionId& id);

  base::Result<std::optional<Found>> look(base::BytesView hash) override;
  base::Result<AtHand> look(users::UserId user, const mint::SessionId& id,
                            base::Instant now) override;
  base::Result<std::vector<Session>> of(users::UserId user, base::Instant now) override;
  bool touch(const mint::SessionId& id, base::Instant seen_at, base::Instant idle_until) override;
  base::Result<bool> end(users::UserId user, const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override;
  base::Result<std::size_t> end_all(users::UserId user, const std::optional<mint::SessionId>& keep,
                                    base::Instant now, const audit::Event& event) override;
  void forget_all(users::UserId user, const std::optional<mint::SessionId>& keep) override;

  // Who remembers more of a session than is in this book, and is to forget it at the same moment.
  class Companion {
   public:
    virtual ~Companion() = default;
    virtual void forget(const mint::SessionId& id) = 0;
    virtual void forget_all(users::UserId user, const std::optional<mint::SessionId>& keep) = 0;
  };
  // One at most, from before the first request to after the last.
  void accompany(Companion* companion) { companion_ = companion; }

  std::size_t size() const;

 private:
  struct Seen {
    crypto::HashKey key;
    base::Instant at;
    std::shared_ptr<const Found> found;  // copied outside of the lock
  };
  using Place = std::list<Seen>::iterator;

  template <class Map, class Key>
  std::optional<Found> remembered(const Map& map, const Key& key) const;
  std::uint64_t forgotten() const;
  void keep(const crypto::HashKey& key, const Found& found, base::Instant at,
            std::uint64_t forgotten);
  void drop(Place place);

  SessionBook& book_;
  const base::Clock& clock_;
  const std::size_t most_;
  Companion* companion_ = nullptr;
  mutable std::mutex mutex_;
  std::uint64_t forgotten_ = 0;  // what was read before the last of these may be over
  std::list<Seen> seen_;         // the oldest first
  std::unordered_map<crypto::HashKey, Place, crypto::FirstOctets> by_key_;
  std::map<mint::SessionId, Place> by_id_;
};

}  // namespace identity::sessions
