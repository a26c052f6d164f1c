// The port for families in memory, by its promises.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "audit/trail.h"
#include "families/family_store.h"
#include "mint/one_time_store.h"
#include "tests/support/kept_book.h"
#include "tests/support/kept_minted.h"
#include "tests/support/kept_people.h"

namespace support {

class KeptFamilies final : public families::FamilyStore {
 public:
  struct Beside {
    KeptPeople& people;
    KeptPasswords& passwords;
    KeptVouchers& vouchers;
  };
  KeptFamilies(audit::Trail& trail, KeptBook& book, const Beside& beside)
      : trail_(trail), book_(book), beside_(beside) {
    beside.vouchers.on_opening([this](const mint::Opening& opening) { return open(opening); });
  }

  base::Result<families::Opening> open_sole(const families::Sole& sole,
                                            const families::SoleEvents& events) override {
    TRY(fault());
    const families::Family& family = sole.family;
    const base::Instant now = family.opened_at;
    const auto is_other = [&](const families::Family& each) {
      return each.user_id == family.user_id && each.session == family.session &&
             each.holder == family.holder && !each.ended_at && now < each.gone_at();
    };
    for (const auto& [id, each] : rows_) {
      if (is_other(each) && each.opened_at >= sole.session_opened_at &&
          each.turned_at > families::fresh_since(now, sole.grace)) {
        return families::Opening(families::OpenedBefore{each});
      }
    }
    for (auto& [id, each] : rows_) {
      if (is_other(each)) {
        each.ended_at = now;
        audit::Event replaced = events.replaced;
        replaced.subject = families::subject_of(id);
        TRY(trail_.append(replaced));
      }
    }
    rows_.emplace(family.id, family);
    TRY(trail_.append(events.opened));
    return families::Opening(families::Opened{});
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
  base::Result<families::Turn> turn(const families::Presented& presented,
                                    const families::TurnEvents& events) override {
    TRY(fault());
    const auto found = rows_.find(presented.id);
    if (found == rows_.end()) {
      return families::Turn(families::Gone{});
    }
    auto& family = found->second;
    if (family.ended_at || family.gone_at() <= presented.now ||
        family.generation < presented.generation) {
      return families::Turn(families::Gone{.reused = family.reused});
    }
    if (family.generation == presented.generation) {
      ++family.generation;
      family.turned_at = presented.now;
      family.idle_until = presented.idle_until;
      TRY(trail_.append(events.turned));
      return families::Turn(families::Turned{family});
    }
    if (family.generation == presented.generation + 1 &&
        family.turned_at > families::fresh_since(presented.now, presented.grace)) {
      return families::Turn(families::TurnedBefore{family});
    }
    family.ended_at = presented.now;
    family.reused = true;
    TRY(trail_.append(events.reused));
    return families::Turn(families::Reused{family});
  }
  base::Result<bool> advance(const families::Step& step, const audit::Event& turned) override {
    TRY(fault());
    TRY_VAL(found, find(step.id, step.now));
    if (!found || !found->live || found->family.generation != step.generation ||
        found->family.session != step.session || !found->person ||
        found->person->status != identity::users::Status::active ||
        found->person->administrator != step.administrator ||
        found->password_set_at > found->family.opened_at) {
      return false;
    }
    ++advanced;
    auto& family = rows_.at(step.id);
    ++family.generation;
    family.turned_at = step.now;
    family.idle_until = step.idle_until;
    TRY(trail_.append(turned));
    return true;
  }
  base::Result<std::optional<families::Found>> find(const families::FamilyId& id,
                                                    base::Instant now) override {
    const auto found = rows_.find(id);
    if (found == rows_.end()) {
      return std::optional<families::Found>();
    }
    const auto& family = found->second;
    TRY_VAL(live, book_.of({family.user_id}, now));
    const auto session = std::ranges::find(live, family.session, &identity::sessions::Session::id);
    families::Found told{.family = family,
                         .live = !family.ended_at && now < family.gone_at() &&
                                 (family.outlives_session || session != live.end())};
    if (session != live.end()) {
      told.session = families::SessionUse{.seen_at = session->seen_at,
                                          .absolute_until = session->absolute_until,
                                          .remembered = session->remembered};
    }
    TRY_VAL(person, beside_.people.standing({family.user_id}));
    told.person = std::move(person);
    TRY_VAL(password, beside_.passwords.find({family.user_id}));
    if (password && family.outlives_session) {
      told.password_set_at = password->set_at;
    }
    return std::optional(std::move(told));
  }

  base::Result<std::optional<families::FamilyId>> open(const mint::Opening& opening) {
    const families::Family& family = opening.family;
    TRY_VAL(at_hand, book_.look({family.user_id}, family.session, family.opened_at));
    if (!at_hand.session || at_hand.person->status != identity::users::Status::active ||
        !rows_.emplace(family.id, family).second) {
      return std::optional<families::FamilyId>();
    }
    TRY(trail_.append(opening.event));
    return std::optional(family.id);
  }
  void end_those_of(std::int64_t user, const std::string& holder, base::Instant now) {
    for (auto& [id, family] : rows_) {
      if (family.user_id == user && family.holder == holder && !family.ended_at) {
        family.ended_at = now;
      }
    }
  }
  void fail(bool failing) { failing_ = failing; }
  int advanced = 0;  // so many steps were taken without a look
  // Past every gate.
  void hand_to(const families::FamilyId& id, const std::string& holder) {
    rows_.at(id).holder = holder;
  }
  // Likewise: the session that it is of lives on.
  void expire(const families::FamilyId& id, base::Instant at) { rows_.at(id).idle_until = at; }
  std::size_t size() const { return rows_.size(); }
  std::optional<families::Family> row(const families::FamilyId& id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  base::Done fault() const {
    return failing_ ? base::Done(base::reject(base::ErrorCode::unavailable, "",
                                              "the store does not answer"))
                    : base::Done();
  }

  audit::Trail& trail_;
  KeptBook& book_;
  const Beside beside_;
  std::map<families::FamilyId, families::Family> rows_;
  bool failing_ = false;
};

}  // namespace support
