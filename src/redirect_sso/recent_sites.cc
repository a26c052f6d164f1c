#include "redirect_sso/recent_sites.h"

#include <utility>

namespace redirect_sso {

template <class Map, class Key>
std::optional<Site> RecentSites::remembered(const Map& map, const Key& key) const {
  const base::Instant now = clock_.now();
  std::shared_ptr<const Site> site;
  {
    const std::lock_guard lock(mutex_);
    const auto found = map.find(key);
    // A clock that was set back makes nothing live longer.
    if (found != map.end() && found->second.at <= now && now - found->second.at < kLife) {
      site = found->second.site;
    }
  }
  return site ? std::optional(*site) : std::nullopt;
}

// Addresses that are nobody's are not remembered: whoever asks for them chooses them.
template <class Read>
base::Result<std::optional<Site>> RecentSites::read(Read read) {
  // Of the time before the read: what is read is no younger.
  const base::Instant now = clock_.now();
  std::uint64_t before = 0;
  {
    const std::lock_guard lock(mutex_);
    before = forgotten_;
  }
  TRY_VAL(found, read());
  if (!found) {
    return std::move(found);
  }
  const auto site = std::make_shared<const Site>(*found);
  const std::lock_guard lock(mutex_);
  if (before != forgotten_) {
    return std::move(found);
  }
  if (by_id_.size() >= most_ && !by_id_.contains(site->id)) {
    by_id_.clear();
    by_url_.clear();
  }
  by_id_.insert_or_assign(site->id, Seen{.at = now, .site = site});
  for (const std::string& url : site->redirect_urls) {
    by_url_.insert_or_assign(url, Seen{.at = now, .site = site});
  }
  return std::move(found);
}

void RecentSites::forget() {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  by_id_.clear();
  by_url_.clear();
}

// Forgotten even where the database does not say whether it is done.
base::Result<SiteWritten> RecentSites::add(const Site& site, const audit::Event& event) {
  auto added = store_.add(site, event);
  forget();
  return added;
}

base::Result<SiteWritten> RecentSites::update(const Site& site, const audit::Event& event) {
  auto updated = store_.update(site, event);
  forget();
  return updated;
}

base::Result<bool> RecentSites::remove(const SiteId& id, const audit::Event& event) {
  auto removed = store_.remove(id, event);
  forget();
  return removed;
}

base::Result<std::optional<Site>> RecentSites::find(const SiteId& id) {
  if (auto site = remembered(by_id_, id)) {
    return site;
  }
  return read([&] { return store_.find(id); });
}

base::Result<std::optional<Site>> RecentSites::find_by_url(const std::string& url) {
  if (auto site = remembered(by_url_, url)) {
    return site;
  }
  return read([&] { return store_.find_by_url(url); });
}

base::Result<std::vector<Site>> RecentSites::list() { return store_.list(); }

}  // namespace redirect_sso
