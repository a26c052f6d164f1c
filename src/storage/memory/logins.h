// Attempts and logins under way, over memory.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <span>

#include "identity/budget/attempt_store.h"
#include "identity/login/transaction_store.h"
#include "storage/memory/trail.h"

namespace storage::memory {

class AttemptStore final : public identity::budget::AttemptStore {
 public:
  AttemptStore(Trail& trail, std::mutex& mutex) : trail_(trail), mutex_(mutex) {}

  base::Result<identity::budget::Reservation> reserve(std::span<const identity::budget::Line> lines,
                                                      base::Instant now,
                                                      const audit::Event& closed) override;
  void settle(const identity::budget::Line& forget,
              std::span<const identity::budget::Line> give_back, base::Instant now) override;

  std::size_t sweep(base::Instant now, std::size_t limit);

 private:
  struct Kept {
    identity::budget::Meter meter;
    base::Instant forgotten_at;
  };
  identity::budget::Meter meter(const base::Bytes& key) const;
  void keep(const identity::budget::Line& line, const identity::budget::Meter& meter);

  Trail& trail_;
  std::mutex& mutex_;
  std::map<base::Bytes, Kept> rows_;
};

class TransactionStore final : public identity::login::TransactionStore {
 public:
  using Transaction = identity::login::Transaction;

  // `most`: as Options::logins says.
  TransactionStore(Trail& trail, std::mutex& mutex, std::size_t most)
      : trail_(trail), mutex_(mutex), most_(most) {}

  base::Done begin(const Transaction& transaction) override;
  base::Result<std::optional<Transaction>> find(const identity::login::TransactionId& id) override;
  base::Result<bool> advance(const Transaction& transaction,
                             const std::optional<audit::Event>& event) override;

  std::size_t sweep(base::Instant now, std::size_t limit);
  // For the stores of sessions and of people, which hold the lock.
  bool conclude(const mint::Conclusion::Row& login, identity::users::UserId person);
  void forget(identity::users::UserId user);

 private:
  Transaction* open_at(const identity::login::TransactionId& id, std::int64_t version);

  Trail& trail_;
  std::mutex& mutex_;
  const std::size_t most_;
  std::map<identity::login::TransactionId, Transaction> rows_;
};

}  // namespace storage::memory
