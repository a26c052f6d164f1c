// redirect_sso::SiteStore in SQL.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "redirect_sso/site_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class SiteStore final : public redirect_sso::SiteStore {
 public:
  using Site = redirect_sso::Site;
  using SiteId = redirect_sso::SiteId;

  SiteStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Result<redirect_sso::SiteWritten> add(const Site& site, const audit::Event& event) override;
  base::Result<redirect_sso::SiteWritten> update(const Site& site,
                                                 const audit::Event& event) override;
  base::Result<bool> remove(const SiteId& id, const audit::Event& event) override;
  base::Result<redirect_sso::FoundSite> find(const SiteId& id) override;
  base::Result<redirect_sso::FoundSite> find_by_url(const std::string& url) override;
  base::Result<std::vector<Site>> list() override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
