// families::FamilyStore in SQL.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "families/family_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class FamilyStore final : public families::FamilyStore {
 public:
  FamilyStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Result<families::Opening> open_sole(const families::Sole& sole,
                                            const families::SoleEvents& events) override;
  base::Done end(const families::Family& family, base::Instant now,
                 const audit::Event& event) override;
  base::Result<families::Turn> turn(const families::Presented& presented,
                                    const families::TurnEvents& events) override;
  base::Result<bool> advance(const families::Step& step, const audit::Event& turned) override;
  base::Result<std::optional<families::Found>> find(const families::FamilyId& id,
                                                    base::Instant now) override;

  // Removes at most `limit` rows that have been gone for a while.
  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit);

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
