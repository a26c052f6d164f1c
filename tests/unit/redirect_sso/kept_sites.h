// The ports of the redirect SSO in memory, by their promises.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/trail.h"
#include "redirect_sso/site_store.h"
#include "redirect_sso/visitors.h"
#include "tests/support/kept_book.h"
#include "tests/support/kept_minted.h"
#include "tests/support/kept_people.h"

namespace support {

class KeptSites final : public redirect_sso::SiteStore {
 public:
  using Site = redirect_sso::Site;
  using SiteId = redirect_sso::SiteId;
  using Written = redirect_sso::SiteWritten;

  explicit KeptSites(audit::Trail& trail) : trail_(trail) {}

  base::Result<Written> add(const Site& site, const audit::Event& event) override {
    if (const auto taken = taken_by_another(site)) {
      return Written(redirect_sso::UrlTaken{*taken});
    }
    rows_.insert_or_assign(site.id, site);
    TRY(trail_.append(event));
    return Written(site);
  }

  base::Result<Written> update(const Site& site, const audit::Event& event) override {
    const auto found = rows_.find(site.id);
    if (found == rows_.end() || found->second.version != site.version) {
      return Written(redirect_sso::Stale{});
    }
    if (const auto taken = taken_by_another(site)) {
      return Written(redirect_sso::UrlTaken{*taken});
    }
    found->second = site;
    found->second.version += 1;
    TRY(trail_.append(event));
    return Written(found->second);
  }

  base::Result<bool> remove(const SiteId& id, const audit::Event& event) override {
    if (rows_.erase(id) == 0) {
      return false;
    }
    TRY(trail_.append(event));
    return true;
  }

  base::Result<redirect_sso::FoundSite> find(const SiteId& id) override {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : std::make_shared<const Site>(found->second);
  }

  base::Result<redirect_sso::FoundSite> find_by_url(const std::string& url) override {
    for (const auto& [id, site] : rows_) {
      if (std::ranges::find(site.redirect_urls, url) != site.redirect_urls.end()) {
        return std::make_shared<const Site>(site);
      }
    }
    return nullptr;
  }

  base::Result<std::vector<Site>> list() override {
    std::vector<Site> all;
    for (const auto& [id, site] : rows_) {
      all.push_back(site);
    }
    return all;
  }

 private:
  std::optional<std::string> taken_by_another(const Site& site) const {
    for (const auto& [id, other] : rows_) {
      for (const std::string& url : site.redirect_urls) {
        if (id != site.id &&
            std::ranges::find(other.redirect_urls, url) != other.redirect_urls.end()) {
          return url;
        }
      }
    }
    return std::nullopt;
  }

  audit::Trail& trail_;
  std::map<SiteId, Site> rows_;
};

class KeptVisitors final : public redirect_sso::Visitors {
 public:
  KeptVisitors(KeptPeople& people, KeptBook& book, KeptVouchers& vouchers)
      : people_(people), book_(book), vouchers_(vouchers) {}

  base::Result<std::optional<redirect_sso::Visitor>> look(identity::users::UserId id,
                                                          const mint::SessionId& session,
                                                          base::Instant now) override {
    identity::users::UserStore& users = people_;
    TRY_VAL(user, users.find(id));
    if (!user) {
      return std::optional<redirect_sso::Visitor>();
    }
    TRY_VAL(administrator, people_.has(id, identity::users::Grant::administrator));
    TRY_VAL(live, book_.of(id, now));
    return std::optional(redirect_sso::Visitor{
        .id = id,
        .username = user->username,
        .email = user->email,
        .no_hp = user->no_hp,
        .status = user->status,
        .administrator = administrator,
        .session_live =
            std::ranges::find(live, session, &identity::sessions::Session::id) != live.end()});
  }

  base::Result<bool> waits(base::BytesView code_hash, base::Instant now) override {
    return std::ranges::any_of(vouchers_.rows(), [&](const KeptVouchers::Kept& kept) {
      return kept.row.purpose == mint::Purpose::site_code && !kept.spent_at &&
             now < kept.row.expires_at && std::ranges::equal(kept.row.hash, code_hash);
    });
  }

 private:
  KeptPeople& people_;
  KeptBook& book_;
  KeptVouchers& vouchers_;
};

}  // namespace support
