// The sites with a short memory, so that neither a code nor the question whose it is costs the
// database a read for the site (base/recent.h).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/recent.h"
#include "redirect_sso/site_store.h"

namespace redirect_sso {

class RecentSites final : public SiteStore {
 public:
  RecentSites(SiteStore& store, const base::Clock& clock, const base::Changes& changes,
              std::size_t most = 1024)
      : store_(store), by_id_(clock, changes, most), by_url_(clock, changes, most) {}

  base::Result<SiteWritten> add(const Site& site, const audit::Event& event) override;
  base::Result<SiteWritten> update(const Site& site, const audit::Event& event) override;
  base::Result<bool> remove(const SiteId& id, const audit::Event& event) override;
  base::Result<FoundSite> find(const SiteId& id) override;
  base::Result<FoundSite> find_by_url(const std::string& url) override;
  // From the store.
  base::Result<std::vector<Site>> list() override;

 private:
  template <class Read>
  base::Result<FoundSite> read(Read read);

  SiteStore& store_;
  base::Recent<SiteId, Site> by_id_;
  base::Recent<std::string, Site> by_url_;
};

}  // namespace redirect_sso
