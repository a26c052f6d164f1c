// mint::OneTimeStore in SQL: spend, then look.
#pragma once

#include <cstddef>
#include <span>

#include "mint/one_time_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class OneTimeStore final : public mint::OneTimeStore {
 public:
  OneTimeStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Done put(const mint::OneTime& row, const audit::Event& event) override;
  base::Result<mint::Spent> spend(mint::Purpose purpose, base::BytesView hash, base::Instant now,
                                  const mint::SpendEvents& events) override;
  base::Result<std::optional<mint::Replayed>> spent(mint::Purpose purpose,
                                                    base::BytesView hash) override;
  base::Result<mint::Spent> spend_opening(base::BytesView hash, base::Instant now,
                                          const mint::SpendEvents& events,
                                          const mint::Opening& opening) override;
  base::Result<std::optional<std::string>> bound(mint::Purpose purpose,
                                                 base::BytesView hash) override;
  base::Result<bool> waits(mint::Purpose purpose, base::BytesView hash, base::Instant now) override;

  // Removes at most `limit` rows that have expired, spent or not.
  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit);

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
