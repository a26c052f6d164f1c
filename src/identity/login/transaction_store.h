// The port for logins under way.
#pragma once

#include <optional>

#include "audit/event.h"
#include "base/result.h"
#include "identity/login/transaction.h"

namespace identity::login {

class TransactionStore {
 public:
  virtual ~TransactionStore() = default;
  // Anybody can begin one: that is no event. The row goes kKeptAfter it expires, and sooner when
  // there are too many: the oldest first of those that nobody has proven anything in.
  virtual base::Done begin(const Transaction& transaction) = 0;
  // Expired ones too.
  virtual base::Result<std::optional<Transaction>> find(const TransactionId& id) = 0;
  // Everything but id, wish, begun_at and expires_at, if the row is still open and at
  // `transaction.version`; one more then. False when another request was first.
  virtual base::Result<bool> advance(const Transaction& transaction,
                                     const std::optional<audit::Event>& event) = 0;
};

}  // namespace identity::login
