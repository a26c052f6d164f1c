// Who asks whose a code is: a site that shows its secret, or nobody in particular. A no-secret site
// that shows nothing is nobody (contract 0).
#pragma once

#include <string>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "redirect_sso/site_store.h"

namespace redirect_sso {

struct Credentials {
  std::string site_id;
  base::Secret secret;
};

// The secret is one of the site's that are good at `now`, and the site is not disabled. The same
// work is done for every answer.
base::Result<FoundSite> authenticate(SiteStore& store, const Credentials& shown, base::Instant now);

}  // namespace redirect_sso
