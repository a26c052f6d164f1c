// Sessions over memory: the mint's rows and the book of what people see, which are one thing.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "identity/sessions/ending.h"
#include "identity/sessions/session_book.h"
#include "mint/session_store.h"
#include "storage/memory/families.h"
#include "storage/memory/logins.h"
#include "storage/memory/people.h"
#include "storage/memory/trail.h"
#include "storage/memory/visits.h"

namespace storage::memory {

class SessionStore final : public mint::SessionStore, public identity::sessions::SessionBook {
 public:
  using Session = identity::sessions::Session;

  struct Hanging {
    Visits& visits;
    Families& families;
    TransactionStore& logins;
  };
  SessionStore(Trail& trail, std::mutex& mutex, People& people, const Hanging& hanging)
      : trail_(trail),
        mutex_(mutex),
        people_(people),
        visits_(hanging.visits),
        families_(hanging.families),
        logins_(hanging.logins) {}

  base::Result<mint::SessionOpening> open(const mint::SessionRow& row,
                                          const mint::Replaced& replaced,
                                          const std::optional<mint::Conclusion>& concluded,
                                          const audit::Event& event) override;
  base::Result<std::optional<mint::SessionRow>> find(base::BytesView hash,
                                                     base::Instant now) override;
  base::Result<bool> end(const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override;

  base::Result<std::optional<identity::sessions::Found>> look(base::BytesView hash) override;
  base::Result<identity::sessions::AtHand> look(users::UserId user, const mint::SessionId& id,
                                                base::Instant now) override;
  base::Result<std::vector<Session>> of(users::UserId user, base::Instant now) override;
  bool touch(const mint::SessionId& id, base::Instant seen_at, base::Instant idle_until) override;
  base::Result<bool> end(users::UserId user, const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override;
  base::Result<std::size_t> end_all(users::UserId user, const std::optional<mint::SessionId>& keep,
                                    base::Instant now, const audit::Event& event) override;

  std::size_t sweep(base::Instant now, std::size_t limit);
  // For other stores, which hold the lock.
  std::optional<Session> kept(const mint::SessionId& id) const;
  std::size_t end_all(users::UserId user, const identity::sessions::Ending& ending);
  void forget(users::UserId user, base::Instant now);
  // Until when a session may live; nothing unless it is that person's and lives.
  std::optional<base::Instant> live_until(const mint::SessionId& id, users::UserId user,
                                          base::Instant now) const;

 private:
  struct Kept {
    mint::SessionRow row;
    base::Instant seen_at;
    std::optional<base::Instant> ended_at;

    base::Instant gone_at() const;
  };
  static Session seen(const Kept& kept);
  bool end_live(const mint::SessionId& id, base::Instant now, const audit::Event& event);
  void forget_hashes();

  Trail& trail_;
  std::mutex& mutex_;
  People& people_;
  Visits& visits_;
  Families& families_;
  TransactionStore& logins_;
  std::map<mint::SessionId, Kept> rows_;
  std::map<base::Bytes, mint::SessionId> by_hash_;
};

}  // namespace storage::memory
