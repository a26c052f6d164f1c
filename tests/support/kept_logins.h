// Attempts and logins under way, in memory. What is kept goes through the text that a database
// would hold.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

#include "audit/trail.h"
#include "identity/budget/attempt_store.h"
#include "identity/login/transaction_store.h"

namespace support {

class KeptAttempts final : public identity::budget::AttemptStore {
 public:
  explicit KeptAttempts(audit::Trail& trail) : trail_(trail) {}

  base::Result<identity::budget::Reservation> reserve(std::span<const identity::budget::Line> lines,
                                                      base::Instant now,
                                                      const audit::Event& closed) override {
    const std::lock_guard lock(mutex_);
    std::map<base::Bytes, identity::budget::Meter> after;
    std::optional<base::Instant> refused;
    bool closes = false;
    for (const auto& line : lines) {
      const auto charged = identity::budget::charge(meters_[line.key], line.tariff, now);
      after[line.key] = charged.after;
      closes = closes || charged.closed;
      if (!charged.allowed) {
        refused = std::max(refused.value_or(now), charged.after.open_at);
      }
    }
    if (refused) {
      return identity::budget::Reservation(identity::budget::Refused{*refused});
    }
    for (const auto& [key, meter] : after) {
      meters_[key] = meter;
    }
    if (closes) {
      TRY(trail_.append(closed));
    }
    return identity::budget::Reservation(identity::budget::Reserved{});
  }

  void settle(const identity::budget::Line& forget,
              std::span<const identity::budget::Line> give_back, base::Instant now) override {
    const std::lock_guard lock(mutex_);
    meters_.erase(forget.key);
    for (const auto& line : give_back) {
      meters_[line.key] = identity::budget::give_back(meters_[line.key], line.tariff, now);
    }
  }

  const std::map<base::Bytes, identity::budget::Meter>& meters() const { return meters_; }

 private:
  audit::Trail& trail_;
  std::mutex mutex_;
  std::map<base::Bytes, identity::budget::Meter> meters_;
};

class KeptLogins final : public identity::login::TransactionStore {
 public:
  using Transaction = identity::login::Transaction;

  explicit KeptLogins(audit::Trail& trail) : trail_(trail) {}

  base::Done begin(const Transaction& transaction) override {
    const std::lock_guard lock(mutex_);
    rows_.emplace(transaction.id, kept(transaction));
    return {};
  }

  base::Result<std::optional<Transaction>> find(const identity::login::TransactionId& id) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(id);
    if (found == rows_.end()) {
      return std::optional<Transaction>();
    }
    Transaction transaction = found->second.columns;
    TRY(identity::login::read_body(transaction, found->second.body));
    return std::optional(std::move(transaction));
  }

  base::Result<bool> advance(const Transaction& transaction,
                             const std::optional<audit::Event>& event) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(transaction.id);
    if (found == rows_.end() || found->second.columns.version != transaction.version ||
        found->second.columns.state != identity::login::State::open) {
      return false;
    }
    if (event) {
      TRY(trail_.append(*event));
    }
    found->second = kept(transaction);
    found->second.columns.version += 1;
    return true;
  }

  // For the book of sessions.
  bool conclude(const mint::Conclusion::Row& login) {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(login.id);
    if (found == rows_.end() || found->second.columns.version != login.version ||
        found->second.columns.state != identity::login::State::open) {
      return false;
    }
    found->second.columns.state = identity::login::State::finished;
    found->second.columns.version += 1;
    return true;
  }

  std::size_t size() const { return rows_.size(); }

 private:
  struct Kept {
    Transaction columns;
    std::string body;
  };

  static Kept kept(const Transaction& transaction) {
    return {.columns = {.id = transaction.id,
                        .version = transaction.version,
                        .cookie_hash = transaction.cookie_hash,
                        .earlier_hash = transaction.earlier_hash,
                        .state = transaction.state,
                        .begun_at = transaction.begun_at,
                        .expires_at = transaction.expires_at},
            .body = identity::login::body_of(transaction)};
  }

  audit::Trail& trail_;
  std::mutex mutex_;
  std::map<identity::login::TransactionId, Kept> rows_;
};

}  // namespace support
