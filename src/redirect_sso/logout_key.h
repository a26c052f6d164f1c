// The key that what a site is told is signed with. It is made of the site's secret, so that a site
// has nothing more to keep, and it is sealed under the master key beside the hash of that secret:
// a stolen dump signs nothing. Called by whoever gives a site a secret, and by whoever tells it.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/sealer.h"
#include "redirect_sso/site.h"

namespace redirect_sso {

// HMAC-SHA256(secret, "gapura site logout"); the secret as the site was shown it.
base::Secret logout_key(const base::Secret& secret);

// As it lies in the row; it opens for that site and that secret alone.
base::Bytes seal_logout_key(const crypto::Sealer& sealer, const SiteId& site,
                            const SecretHash& beside, const base::Secret& key);

// One for each secret that is good at `now` and has one; newest first.
base::Result<std::vector<base::Secret>> open_logout_keys(const crypto::Sealer& sealer,
                                                         const Site& site, base::Instant now);

}  // namespace redirect_sso
