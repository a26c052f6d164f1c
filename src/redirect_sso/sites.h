// The directory of sites, behind its rules. The command line and the console call it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/sealer.h"
#include "identity/act.h"
#include "redirect_sso/redirect_url.h"
#include "redirect_sso/site_store.h"

namespace redirect_sso {

struct NewSite {
  std::string name;
  std::vector<std::string> redirect_urls;
  std::string logout_url;
  std::string logo_url;
  Look look;
  bool needs_secret = true;
  bool allows_administrators = false;
};

// What is to be otherwise; what is not said stays.
struct SiteChanges {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> redirect_urls;
  std::optional<std::string> logout_url;
  std::optional<std::string> logo_url;
  LookChanges look;
  std::optional<bool> needs_secret;
  std::optional<bool> allows_administrators;
  std::optional<bool> enabled;
};

// The secret is shown this once, and is empty for a site that was made without.
struct WithSecret {
  Site site;
  base::Secret secret;
};

class Sites {
 public:
  static constexpr base::Duration kLongestGrace = std::chrono::days(30);

  struct Parts {
    SiteStore& store;
    const base::Clock& clock;
    base::Random& random;
    base::IdSource& ids;
    const crypto::Sealer& sealer;
    PlainHttp plain;
  };
  explicit Sites(const Parts& parts) : parts_(parts) {}

  base::Result<WithSecret> add(const identity::Act& act, const NewSite& wanted);
  base::Result<Site> set(const identity::Act& act, const SiteId& id, const SiteChanges& changes);
  // A new secret; those until now stay good for `grace`, and at once are no more when it is zero.
  // A site that needs none goes on without showing it: what it is told is signed with it.
  base::Result<WithSecret> rotate_secret(const identity::Act& act, const SiteId& id,
                                         base::Duration grace);
  base::Done remove(const identity::Act& act, const SiteId& id);

  // not_found for what is none.
  base::Result<Site> show(const SiteId& id);
  base::Result<std::vector<Site>> list() { return parts_.store.list(); }

 private:
  // What is given, and of the look what it became.
  base::Done check(const SiteChanges& given, const Look& look) const;
  base::Result<Site> written(base::Result<SiteWritten> result);
  base::Secret give_secret(Site& site);

  Parts parts_;
};

}  // namespace redirect_sso
