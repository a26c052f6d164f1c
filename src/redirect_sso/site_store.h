// The port for sites. Each writing operation is one transaction with its entry in the trail.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "audit/event.h"
#include "base/result.h"
#include "redirect_sso/site.h"

namespace redirect_sso {

// It was changed or deleted since it was read.
struct Stale {};
// Another site has that address: a code could be meant for either.
struct UrlTaken {
  std::string url;
};
using SiteWritten = std::variant<Site, Stale, UrlTaken>;
// As it was read, for as many as ask; nothing when there is none.
using FoundSite = std::shared_ptr<const Site>;

class SiteStore {
 public:
  virtual ~SiteStore() = default;
  // conflict when there is a site of that id.
  virtual base::Result<SiteWritten> add(const Site& site, const audit::Event& event) = 0;
  // Everything but id and created_at, if the version is still `site.version`; one more then.
  virtual base::Result<SiteWritten> update(const Site& site, const audit::Event& event) = 0;
  // False when there is none.
  virtual base::Result<bool> remove(const SiteId& id, const audit::Event& event) = 0;

  virtual base::Result<FoundSite> find(const SiteId& id) = 0;
  // Byte for byte.
  virtual base::Result<FoundSite> find_by_url(const std::string& url) = 0;
  // By id, which is by age.
  virtual base::Result<std::vector<Site>> list() = 0;
};

}  // namespace redirect_sso
