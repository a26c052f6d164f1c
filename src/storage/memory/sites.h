// Sites and their visitors over memory.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "redirect_sso/site_store.h"
#include "redirect_sso/visitors.h"
#include "storage/memory/people.h"
#include "storage/memory/sessions.h"
#include "storage/memory/stores.h"
#include "storage/memory/trail.h"
#include "storage/memory/visits.h"

namespace storage::memory {

class SiteStore final : public redirect_sso::SiteStore {
 public:
  using Site = redirect_sso::Site;
  using SiteId = redirect_sso::SiteId;

  SiteStore(Trail& trail, std::mutex& mutex, Visits& visits)
      : trail_(trail), mutex_(mutex), visits_(visits) {}

  base::Result<redirect_sso::SiteWritten> add(const Site& site, const audit::Event& event) override;
  base::Result<redirect_sso::SiteWritten> update(const Site& site,
                                                 const audit::Event& event) override;
  base::Result<bool> remove(const SiteId& id, const audit::Event& event) override;
  base::Result<redirect_sso::FoundSite> find(const SiteId& id) override;
  base::Result<redirect_sso::FoundSite> find_by_url(const std::string& url) override;
  base::Result<std::vector<Site>> list() override;

 private:
  const Site* holder_of(const std::string& url) const;
  std::optional<redirect_sso::UrlTaken> taken(const Site& site) const;

  Trail& trail_;
  std::mutex& mutex_;
  Visits& visits_;
  std::map<SiteId, Site> rows_;
};

class Visitors final : public redirect_sso::Visitors {
 public:
  Visitors(std::mutex& mutex, People& people, SessionStore& sessions, OneTimeStore& codes)
      : mutex_(mutex), people_(people), sessions_(sessions), codes_(codes) {}

  base::Result<std::optional<redirect_sso::Visitor>> look(users::UserId user,
                                                          const mint::SessionId& session,
                                                          base::Instant now) override;
  base::Result<bool> waits(base::BytesView code_hash, base::Instant now) override;

 private:
  std::mutex& mutex_;
  People& people_;
  SessionStore& sessions_;
  OneTimeStore& codes_;
};

}  // namespace storage::memory
