// identity::login::TransactionStore in SQL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "identity/login/transaction_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class TransactionStore final : public identity::login::TransactionStore {
 public:
  using Transaction = identity::login::Transaction;

  // `most`: as Options::logins says.
  TransactionStore(Reader& reader, Writer& writer, std::size_t most)
      : reader_(reader), writer_(writer), most_(static_cast<std::int64_t>(most)) {}

  base::Done begin(const Transaction& transaction) override;
  base::Result<std::optional<Transaction>> find(const identity::login::TransactionId& id) override;
  base::Result<bool> advance(const Transaction& transaction,
                             const std::optional<audit::Event>& event) override;

  // Removes at most `limit` that have been over for long, or are too many.
  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit);

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
  const std::int64_t most_;
};

}  // namespace storage::sql
