#include "redirect_sso/logout_key.h"

#include <string>
#include <utility>

#include "crypto/digest.h"

namespace redirect_sso {
namespace {

std::string place_of(const SiteId& site, const SecretHash& beside) {
  return "sites.secrets.logout_key:" + site.text() + ":" + base::to_hex(beside.sha256);
}

}  // namespace

base::Secret logout_key(const base::Secret& secret) {
  return base::Secret(crypto::hmac_sha256(secret.reveal(), base::bytes_of("gapura site logout")));
}

base::Bytes seal_logout_key(const crypto::Sealer& sealer, const SiteId& site,
                            const SecretHash& beside, const base::Secret& key) {
  return sealer.seal(key.reveal(), place_of(site, beside));
}

base::Result<std::vector<base::Secret>> open_logout_keys(const crypto::Sealer& sealer,
                                                         const Site& site, base::Instant now) {
  std::vector<base::Secret> keys;
  for (const SecretHash& secret : site.secrets) {
    if (secret.logout_key.empty() || (secret.good_until && *secret.good_until <= now)) {
      continue;
    }
    TRY_VAL(key, sealer.open(secret.logout_key, place_of(site.id, secret)));
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace redirect_sso
