#include "redirect_sso/callers.h"

#include <utility>

#include "crypto/digest.h"

namespace redirect_sso {

base::Result<FoundSite> authenticate(SiteStore& store, const Credentials& shown,
                                     base::Instant now) {
  const base::Bytes hash = crypto::sha256(shown.secret.reveal());
  const auto id = SiteId::parse(shown.site_id);
  FoundSite site;
  if (id) {
    TRY_VAL(found, store.find(*id));
    site = std::move(found);
  }
  bool right = false;
  if (site) {
    for (const SecretHash& secret : site->secrets) {
      const bool same = crypto::equal(hash, secret.sha256);
      right = right || (same && (!secret.good_until || now < *secret.good_until));
    }
  }
  if (!right || !site->enabled) {
    site.reset();
  }
  return site;
}

}  // namespace redirect_sso
