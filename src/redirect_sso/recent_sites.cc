#include "redirect_sso/recent_sites.h"

#include <utility>

namespace redirect_sso {

template <class Read>
base::Result<FoundSite> RecentSites::read(Read read) {
  const base::Moment moment = by_id_.moment();
  TRY_VAL(found, read());
  if (found) {
    const auto place = base::Changes::place(base::Thing::site, found->id.bytes());
    by_id_.keep(found->id, place, {.of = moment, .value = found});
    for (const std::string& url : found->redirect_urls) {
      by_url_.keep(url, place, {.of = moment, .value = found});
    }
  }
  return std::move(found);
}

base::Result<SiteWritten> RecentSites::add(const Site& site, const audit::Event& event) {
  return store_.add(site, event);
}

base::Result<SiteWritten> RecentSites::update(const Site& site, const audit::Event& event) {
  return store_.update(site, event);
}

base::Result<bool> RecentSites::remove(const SiteId& id, const audit::Event& event) {
  return store_.remove(id, event);
}

base::Result<FoundSite> RecentSites::find(const SiteId& id) {
  if (auto seen = by_id_.find(id)) {
    return std::move(seen->value);
  }
  return read([&] { return store_.find(id); });
}

base::Result<FoundSite> RecentSites::find_by_url(const std::string& url) {
  if (auto seen = by_url_.find(url)) {
    return std::move(seen->value);
  }
  return read([&] { return store_.find_by_url(url); });
}

base::Result<std::vector<Site>> RecentSites::list() { return store_.list(); }

}  // namespace redirect_sso
