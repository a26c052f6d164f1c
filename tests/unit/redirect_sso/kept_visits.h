// Visits in memory, by the promises of the port. Sessions end by end_all() of the test's own.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/trail.h"
#include "redirect_sso/visit_store.h"
#include "tests/support/kept_book.h"

namespace support {

class KeptVisits final : public redirect_sso::VisitStore {
 public:
  using Notice = redirect_sso::Notice;
  using SiteId = redirect_sso::SiteId;
  using VisitId = redirect_sso::VisitId;
  struct Kept {
    redirect_sso::Visit visit;
    std::optional<base::Instant> ended_at;
    base::Instant due_at;
    std::int64_t tries = 0;
    std::string failure;
  };

  KeptVisits(audit::Trail& trail, KeptBook& book) : trail_(trail), book_(book) {}

  base::Result<bool> begin(const redirect_sso::Visit& visit, base::Instant now) override {
    TRY_VAL(live, book_.of(visit.user, now));
    if (std::ranges::find(live, visit.session, &identity::sessions::Session::id) == live.end()) {
      return false;
    }
    const std::lock_guard lock(mutex_);
    rows_.emplace(visit.id, Kept{.visit = visit, .ended_at = {}, .due_at = {}, .failure = {}});
    return true;
  }

  base::Result<std::vector<SiteId>> due(base::Instant now) override {
    const std::lock_guard lock(mutex_);
    std::set<SiteId> sites;
    for (const auto& [id, kept] : rows_) {
      if (kept.ended_at && kept.due_at <= now) {
        sites.insert(kept.visit.site);
      }
    }
    return std::vector<SiteId>(sites.begin(), sites.end());
  }

  base::Result<std::vector<Notice>> take(const redirect_sso::Lease& lease) override {
    const std::lock_guard lock(mutex_);
    std::vector<Notice> taken;
    for (auto& [id, kept] : rows_) {
      if (kept.visit.site != lease.site || !kept.ended_at || lease.now < kept.due_at ||
          taken.size() == lease.most) {
        continue;
      }
      kept.due_at = lease.until;
      kept.tries += 1;
      taken.push_back({.id = id,
                       .site = lease.site,
                       .user = kept.visit.user,
                       .mark = kept.visit.mark,
                       .ended_at = *kept.ended_at,
                       .leased_until = lease.until,
                       .tries = kept.tries});
    }
    return taken;
  }

  base::Result<bool> told(const VisitId& id, const audit::Event& event) override {
    return remove_if([&](const Kept& kept) { return kept.visit.id == id; }, event);
  }

  base::Result<bool> postpone(const Notice& notice, base::Instant due,
                              const std::string& failure) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(notice.id);
    if (found == rows_.end() || found->second.due_at != notice.leased_until) {
      return false;
    }
    found->second.due_at = due;
    found->second.failure = failure;
    return true;
  }

  base::Result<bool> give_up(const Notice& notice, const audit::Event& event) override {
    return remove_if(
        [&](const Kept& kept) {
          return kept.visit.id == notice.id && kept.due_at == notice.leased_until;
        },
        event);
  }

  base::Result<redirect_sso::Waiting> waiting(const SiteId& site) override {
    const std::lock_guard lock(mutex_);
    redirect_sso::Waiting waiting;
    for (const auto& [id, kept] : rows_) {
      if (kept.ended_at && kept.visit.site == site) {
        waiting.count += 1;
        waiting.since = kept.ended_at;
        waiting.failure = kept.failure;
      }
    }
    return waiting;
  }

  base::Result<std::size_t> waiting() override {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count_if(
        rows_, [](const auto& row) { return row.second.ended_at.has_value(); }));
  }

  void on_ended(std::function<void()> ring) override {
    const std::lock_guard lock(mutex_);
    ring_ = std::move(ring);
  }

  // As the ends of sessions do.
  void end_all(base::Instant now) {
    const std::lock_guard lock(mutex_);
    for (auto& [id, kept] : rows_) {
      kept.ended_at = now;
      kept.due_at = now;
    }
    if (ring_) {
      ring_();
    }
  }
  void ring() {
    const std::lock_guard lock(mutex_);
    if (ring_) {
      ring_();
    }
  }
  void add_ended(const redirect_sso::Visit& visit, base::Instant now) {
    const std::lock_guard lock(mutex_);
    rows_.emplace(visit.id, Kept{.visit = visit, .ended_at = now, .due_at = now, .failure = {}});
  }
  std::map<VisitId, Kept> rows() const {
    const std::lock_guard lock(mutex_);
    return rows_;
  }

 private:
  template <class Test>
  base::Result<bool> remove_if(Test test, const audit::Event& event) {
    const std::lock_guard lock(mutex_);
    const auto gone = std::erase_if(rows_, [&](const auto& row) { return test(row.second); });
    if (gone == 0) {
      return false;
    }
    TRY(trail_.append(event));
    return true;
  }

  audit::Trail& trail_;
  KeptBook& book_;
  mutable std::mutex mutex_;
  std::map<VisitId, Kept> rows_;
  std::function<void()> ring_;
};

}  // namespace support
