// The sites with a short memory, so that neither a code nor the question whose it is costs the
// database a read for the site: what was found, for half a second at most. What is changed through
// it is forgotten at once; what another process changes is seen here when the half second is over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "redirect_sso/site_store.h"

namespace redirect_sso {

class RecentSites final : public SiteStore {
 public:
  static constexpr base::Duration kLife = std::chrono::milliseconds(500);

  // Remembers `most` sites, and beyond that begins anew.
  RecentSites(SiteStore& store, const base::Clock& clock, std::size_t most = 1024)
      : store_(store), clock_(clock), most_(most) {}

  base::Result<SiteWritten> add(const Site& site, const audit::Event& event) override;
  base::Result<SiteWritten> update(const Site& site, const audit::Event& event) override;
  base::Result<bool> remove(const SiteId& id, const audit::Event& event) override;
  base::Result<std::optional<Site>> find(const SiteId& id) override;
  base::Result<std::optional<Site>> find_by_url(const std::string& url) override;
  // From the store.
  base::Result<std::vector<Site>> list() override;

 private:
  struct Seen {
    base::Instant at;
    std::shared_ptr<const Site> site;  // copied outside of the lock
  };
  using ById = std::map<SiteId, Seen>;
  using ByUrl = std::map<std::string, Seen, std::less<>>;

  template <class Map, class Key>
  std::optional<Site> remembered(const Map& map, const Key& key) const;
  template <class Read>
  base::Result<std::optional<Site>> read(Read read);
  void forget();

  SiteStore& store_;
  const base::Clock& clock_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::uint64_t forgotten_ = 0;  // what was read before the last of these may be over
  ById by_id_;
  ByUrl by_url_;
};

}  // namespace redirect_sso
