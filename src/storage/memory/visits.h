// Visits over memory: the rows, which several stores write, and the port.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "redirect_sso/visit_store.h"
#include "storage/bell.h"
#include "storage/memory/trail.h"

namespace storage::memory {

// Whoever calls holds the lock.
class Visits {
 public:
  struct Kept {
    redirect_sso::Visit visit;
    base::Instant forget_at;
    std::optional<base::Instant> ended_at;
    base::Instant due_at;
    std::int64_t tries = 0;
    std::string failure;
  };

  void end(const mint::SessionId& session, base::Instant now);
  void end_all(identity::users::UserId user, const std::optional<mint::SessionId>& keep,
               base::Instant now);
  // The session that gave way, to the same person's that took its place.
  void move(const mint::SessionId& from, const mint::SessionRow& to);
  void forget(const redirect_sso::SiteId& site);

  std::map<redirect_sso::VisitId, Kept>& rows() { return rows_; }
  Bell& bell() { return bell_; }

 private:
  template <class Test>
  void end_if(Test test, base::Instant now);

  std::map<redirect_sso::VisitId, Kept> rows_;
  Bell bell_;
};

class SessionStore;

class VisitStore final : public redirect_sso::VisitStore {
 public:
  using Notice = redirect_sso::Notice;
  using SiteId = redirect_sso::SiteId;
  using VisitId = redirect_sso::VisitId;

  VisitStore(Trail& trail, std::mutex& mutex, Visits& visits, SessionStore& sessions)
      : trail_(trail), mutex_(mutex), visits_(visits), sessions_(sessions) {}

  base::Result<bool> begin(const redirect_sso::Visit& visit, base::Instant now) override;
  base::Result<std::vector<SiteId>> due(base::Instant now) override;
  base::Result<std::vector<Notice>> take(const redirect_sso::Lease& lease) override;
  base::Result<bool> told(const VisitId& id, const audit::Event& event) override;
  base::Result<bool> postpone(const Notice& notice, base::Instant due,
                              const std::string& failure) override;
  base::Result<bool> give_up(const Notice& notice, const audit::Event& event) override;
  base::Result<redirect_sso::Waiting> waiting(const SiteId& site) override;
  base::Result<std::size_t> waiting() override;
  void on_ended(std::function<void()> ring) override { visits_.bell().hang(std::move(ring)); }

  std::size_t sweep(base::Instant now, std::size_t limit);

 private:
  // Nothing when somebody else has it by now.
  Visits::Kept* lent(const Notice& notice);
  void end_surplus(const redirect_sso::Visit& visit, base::Instant now);

  Trail& trail_;
  std::mutex& mutex_;
  Visits& visits_;
  SessionStore& sessions_;
};

}  // namespace storage::memory
