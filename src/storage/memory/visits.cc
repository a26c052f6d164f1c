#include "storage/memory/visits.h"

#include <algorithm>
#include <set>

#include "storage/lingering.h"
#include "storage/memory/erase_some.h"
#include "storage/memory/sessions.h"

namespace storage::memory {

using redirect_sso::Visit;
using redirect_sso::Waiting;

template <class Test>
void Visits::end_if(Test test, base::Instant now) {
  for (auto& [id, kept] : rows_) {
    if (!kept.ended_at && test(kept.visit)) {
      kept.ended_at = now;
      kept.due_at = now;
    }
  }
  bell_.ring();
}

void Visits::end(const mint::SessionId& session, base::Instant now) {
  end_if([&](const Visit& visit) { return visit.session == session; }, now);
}

void Visits::end_all(identity::users::UserId user, const std::optional<mint::SessionId>& keep,
                     base::Instant now) {
  end_if([&](const Visit& visit) { return visit.user == user && visit.session != keep; }, now);
}

void Visits::move(const mint::SessionId& from, const mint::SessionRow& to) {
  for (auto& [id, kept] : rows_) {
    if (!kept.ended_at && kept.visit.session == from && kept.visit.user.value == to.user_id) {
      kept.visit.session = to.id;
      kept.forget_at = to.absolute_until + kLingering;
    }
  }
}

void Visits::forget(const redirect_sso::SiteId& site) {
  std::erase_if(rows_, [&](const auto& row) { return row.second.visit.site == site; });
}

base::Result<bool> VisitStore::begin(const Visit& visit, base::Instant now) {
  const std::lock_guard lock(mutex_);
  const auto until = sessions_.live_until(visit.session, visit.user, now);
  if (!until) {
    return false;
  }
  visits_.rows().emplace(
      visit.id, Visits::Kept{.visit = visit, .forget_at = *until + kLingering, .due_at = now});
  end_surplus(visit, now);
  return true;
}

void VisitStore::end_surplus(const Visit& visit, base::Instant now) {
  std::vector<Visits::Kept*> same;
  for (auto& [id, kept] : visits_.rows()) {
    if (!kept.ended_at && kept.visit.session == visit.session && kept.visit.site == visit.site) {
      same.push_back(&kept);
    }
  }
  for (std::size_t oldest = 0; oldest + kMost < same.size(); ++oldest) {
    same[oldest]->ended_at = now;
    same[oldest]->due_at = now;
    visits_.bell().ring();
  }
}

base::Result<std::vector<VisitStore::SiteId>> VisitStore::due(base::Instant now) {
  const std::lock_guard lock(mutex_);
  std::set<SiteId> sites;
  for (const auto& [id, kept] : visits_.rows()) {
    if (kept.ended_at && kept.due_at <= now) {
      sites.insert(kept.visit.site);
    }
  }
  return std::vector<SiteId>(sites.begin(), sites.end());
}

base::Result<std::vector<VisitStore::Notice>> VisitStore::take(const redirect_sso::Lease& lease) {
  const std::lock_guard lock(mutex_);
  std::vector<Visits::Kept*> due;
  for (auto& [id, kept] : visits_.rows()) {
    if (kept.ended_at && kept.due_at <= lease.now && kept.visit.site == lease.site) {
      due.push_back(&kept);
    }
  }
  std::ranges::sort(
      due, {}, [](const Visits::Kept* kept) { return std::pair(kept->due_at, kept->visit.id); });
  due.resize(std::min(due.size(), lease.most));
  std::vector<Notice> taken;
  for (Visits::Kept* kept : due) {
    kept->due_at = lease.until;
    kept->tries += 1;
    taken.push_back({.id = kept->visit.id,
                     .site = lease.site,
                     .user = kept->visit.user,
                     .mark = kept->visit.mark,
                     .ended_at = *kept->ended_at,
                     .leased_until = lease.until,
                     .tries = kept->tries});
  }
  return taken;
}

base::Result<bool> VisitStore::told(const VisitId& id, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  const auto found = visits_.rows().find(id);
  if (found == visits_.rows().end() || !found->second.ended_at) {
    return false;
  }
  visits_.rows().erase(found);
  trail_.enter(event);
  return true;
}

Visits::Kept* VisitStore::lent(const Notice& notice) {
  const auto found = visits_.rows().find(notice.id);
  const bool ours = found != visits_.rows().end() && found->second.due_at == notice.leased_until;
  return ours ? &found->second : nullptr;
}

base::Result<bool> VisitStore::postpone(const Notice& notice, base::Instant due,
                                        const std::string& failure) {
  const std::lock_guard lock(mutex_);
  Visits::Kept* const kept = lent(notice);
  if (kept == nullptr) {
    return false;
  }
  kept->due_at = due;
  kept->failure = failure;
  return true;
}

base::Result<bool> VisitStore::give_up(const Notice& notice, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (lent(notice) == nullptr) {
    return false;
  }
  visits_.rows().erase(notice.id);
  trail_.enter(event);
  return true;
}

base::Result<Waiting> VisitStore::waiting(const SiteId& site) {
  const std::lock_guard lock(mutex_);
  Waiting waiting;
  std::optional<base::Instant> latest;
  for (const auto& [id, kept] : visits_.rows()) {
    if (!kept.ended_at || kept.visit.site != site) {
      continue;
    }
    waiting.count += 1;
    waiting.since = std::min(waiting.since.value_or(*kept.ended_at), *kept.ended_at);
    if (!kept.failure.empty() && (!latest || *latest < kept.due_at)) {
      latest = kept.due_at;
      waiting.failure = kept.failure;
    }
  }
  return waiting;
}

base::Result<std::size_t> VisitStore::waiting() {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::ranges::count_if(
      visits_.rows(), [](const auto& row) { return row.second.ended_at.has_value(); }));
}

std::size_t VisitStore::sweep(base::Instant now, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return erase_some(visits_.rows(), limit, [&](const Visits::Kept& kept) {
    return !kept.ended_at && kept.forget_at <= now;
  });
}

}  // namespace storage::memory
