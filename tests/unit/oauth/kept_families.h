// The port for families in memory, by its promises; a turn is the contract suite's to try.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "audit/trail.h"
#include "families/family_store.h"
#include "tests/support/kept_book.h"

namespace support {

class KeptFamilies final : public families::FamilyStore {
 public:
  KeptFamilies(audit::Trail& trail, KeptBook& book) : trail_(trail), book_(book) {}

  base::Done open(const families::Family& family, const audit::Event& event) override {
    return rows_.emplace(family.id, family).second ? trail_.append(event) : base::Done{};
  }
  base::Done end(const families::Family& family, base::Instant now,
                 const audit::Event& event) override {
    auto& kept = rows_.emplace(family.id, family).first->second;
    if (kept.ended_at) {
      return {};
    }
    kept.ended_at = now;
    return trail_.append(event);
  }
  base::Result<families::Turn> turn(const families::Presented&,
                                    const families::TurnEvents&) override {
    return families::Turn(families::Gone{});
  }
  base::Result<std::optional<families::Found>> find(const families::FamilyId& id,
                                                    base::Instant now) override {
    const auto found = rows_.find(id);
    if (found == rows_.end()) {
      return std::optional<families::Found>();
    }
    const auto& family = found->second;
    TRY_VAL(live, book_.of({family.user_id}, now));
    const bool open =
        family.outlives_session ||
        std::ranges::find(live, family.session, &identity::sessions::Session::id) != live.end();
    return std::optional(families::Found{.family = family, .live = now < family.gone_at() && open});
  }

  std::size_t size() const { return rows_.size(); }

 private:
  audit::Trail& trail_;
  KeptBook& book_;
  std::map<families::FamilyId, families::Family> rows_;
};

}  // namespace support
