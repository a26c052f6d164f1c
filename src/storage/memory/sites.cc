#include "storage/memory/sites.h"

#include <algorithm>
#include <utility>

namespace storage::memory {

using redirect_sso::SiteWritten;
using redirect_sso::Visitor;

const SiteStore::Site* SiteStore::holder_of(const std::string& url) const {
  const auto found = std::ranges::find_if(rows_, [&](const auto& row) {
    const auto& urls = row.second.redirect_urls;
    return std::ranges::find(urls, url) != urls.end();
  });
  return found == rows_.end() ? nullptr : &found->second;
}

std::optional<redirect_sso::UrlTaken> SiteStore::taken(const Site& site) const {
  for (const std::string& url : site.redirect_urls) {
    const Site* holder = holder_of(url);
    if (holder != nullptr && holder->id != site.id) {
      return redirect_sso::UrlTaken{url};
    }
  }
  return std::nullopt;
}

base::Result<SiteWritten> SiteStore::add(const Site& site, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (auto other = taken(site)) {
    return SiteWritten(*std::move(other));
  }
  if (!rows_.emplace(site.id, site).second) {
    return base::reject(base::ErrorCode::conflict, "", "there is a site of that id");
  }
  trail_.enter(event);
  return SiteWritten(site);
}

base::Result<SiteWritten> SiteStore::update(const Site& site, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (auto other = taken(site)) {
    return SiteWritten(*std::move(other));
  }
  const auto found = rows_.find(site.id);
  if (found == rows_.end() || found->second.version != site.version) {
    return SiteWritten(redirect_sso::Stale{});
  }
  const base::Instant created_at = found->second.created_at;
  found->second = site;
  found->second.created_at = created_at;
  found->second.version += 1;
  trail_.enter(event);
  return SiteWritten(found->second);
}

base::Result<bool> SiteStore::remove(const SiteId& id, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (rows_.erase(id) == 0) {
    return false;
  }
  visits_.forget(id);
  trail_.enter(event);
  return true;
}

base::Result<redirect_sso::FoundSite> SiteStore::find(const SiteId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(id);
  return found == rows_.end() ? nullptr : std::make_shared<const Site>(found->second);
}

base::Result<redirect_sso::FoundSite> SiteStore::find_by_url(const std::string& url) {
  const std::lock_guard lock(mutex_);
  const Site* site = holder_of(url);
  return site == nullptr ? nullptr : std::make_shared<const Site>(*site);
}

base::Result<std::vector<SiteStore::Site>> SiteStore::list() {
  const std::lock_guard lock(mutex_);
  std::vector<Site> all;
  all.reserve(rows_.size());
  for (const auto& [id, site] : rows_) {
    all.push_back(site);
  }
  return all;
}

base::Result<std::optional<Visitor>> Visitors::look(users::UserId user,
                                                    const mint::SessionId& session,
                                                    base::Instant now) {
  TRY_VAL(live, sessions_.of(user, now));
  const std::lock_guard lock(mutex_);
  const Person* person = people_.find(user);
  if (person == nullptr) {
    return std::optional<Visitor>();
  }
  return std::optional(Visitor{
      .id = user,
      .username = person->user.username,
      .email = person->user.email,
      .no_hp = person->user.no_hp,
      .status = person->user.status,
      .administrator = person->administrator,
      .session_live =
          std::ranges::find(live, session, &identity::sessions::Session::id) != live.end()});
}

base::Result<bool> Visitors::waits(base::BytesView code_hash, base::Instant now) {
  const std::lock_guard lock(mutex_);
  return codes_.has_waiting(mint::Purpose::site_code, code_hash, now);
}

}  // namespace storage::memory
