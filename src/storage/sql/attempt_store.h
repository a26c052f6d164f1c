// identity::budget::AttemptStore in SQL.
#pragma once

#include <cstddef>
#include <span>

#include "identity/budget/attempt_store.h"
#include "storage/query.h"
#include "storage/writer.h"

namespace storage::sql {

class AttemptStore final : public identity::budget::AttemptStore {
 public:
  using Line = identity::budget::Line;

  explicit AttemptStore(Writer& writer) : writer_(writer) {}

  base::Result<identity::budget::Reservation> reserve(std::span<const Line> lines,
                                                      base::Instant now,
                                                      const audit::Event& closed) override;
  void settle(const Line& forget, std::span<const Line> give_back, base::Instant now) override;

  // Removes at most `limit` meters that have forgotten everything.
  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit);

  static std::span<const Query* const> queries();

 private:
  Writer& writer_;
};

}  // namespace storage::sql
