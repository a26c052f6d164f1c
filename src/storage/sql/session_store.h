// mint::SessionStore in SQL.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "mint/session_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class SessionStore final : public mint::SessionStore {
 public:
  SessionStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Done open(const mint::SessionRow& row, const audit::Event& event) override;
  base::Result<std::optional<mint::SessionRow>> find(base::BytesView hash,
                                                     base::Instant now) override;
  base::Result<bool> end(const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override;

  // Removes at most `limit` rows that have ended or lie past a limit.
  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit);

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
