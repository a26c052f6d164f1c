#include "redirect_sso/sites.h"

#include <algorithm>
#include <utility>

#include "crypto/digest.h"
#include "identity/names/unicode.h"
#include "redirect_sso/logout_key.h"

namespace redirect_sso {
namespace {

using base::ErrorCode;

constexpr std::size_t kSecretOctets = 32;
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kMostUrls = 20;

std::unexpected<base::Error> refuse(std::string_view clause, std::string description) {
  return base::reject(ErrorCode::invalid_request, clause, std::move(description));
}

base::Done check_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName || !identity::names::is_one_line(name)) {
    return refuse("site.name", "a site has a name of at most 100 octets, on one line");
  }
  return {};
}

// The description is about one of several addresses: it says which.
base::Done check_url(const std::string& url, PlainHttp plain) {
  auto checked = check_registrable(url, plain);
  if (!checked) {
    checked.error().detail = url;
  }
  return checked;
}

base::Done check_urls(const std::vector<std::string>& urls, PlainHttp plain) {
  if (urls.empty() || urls.size() > kMostUrls) {
    return refuse("site.urls", "a site has between one and 20 addresses");
  }
  for (auto url = urls.begin(); url != urls.end(); ++url) {
    TRY(check_url(*url, plain));
    if (std::find(urls.begin(), url, *url) != url) {
      return base::reject(ErrorCode::invalid_request, "site.url.twice", "an address is named twice",
                          *url);
    }
  }
  return {};
}

}  // namespace

// What was registered under other rules is not looked at, and so holds up no other change: not that
// a site is disabled, above all.
base::Done Sites::check(const SiteChanges& given, const Look& look) const {
  if (given.name) {
    TRY(check_name(*given.name));
  }
  if (given.redirect_urls) {
    TRY(check_urls(*given.redirect_urls, parts_.plain));
  }
  for (const auto* one : {&given.logout_url, &given.logo_url}) {
    if (!one->value_or("").empty()) {
      TRY(check_url(**one, parts_.plain));
    }
  }
  return check_look(look, given.look, parts_.plain);
}

base::Result<Site> Sites::written(base::Result<SiteWritten> result) {
  TRY_VAL(outcome, std::move(result));
  if (auto* site = std::get_if<Site>(&outcome)) {
    return std::move(*site);
  }
  if (const auto* taken = std::get_if<UrlTaken>(&outcome)) {
    return base::reject(ErrorCode::conflict, "site.url.taken",
                        "another site has the address " + taken->url);
  }
  return base::reject(ErrorCode::conflict, "site.stale",
                      "the site was changed by somebody else; look at it again");
}

base::Secret Sites::give_secret(Site& site) {
  const base::Secret octets(parts_.random.bytes(kSecretOctets));
  base::Secret secret(base::to_base64url(octets.reveal()));
  SecretHash row{
      .sha256 = crypto::sha256(secret.reveal()), .made_at = parts_.clock.now(), .good_until = {}};
  row.logout_key = seal_logout_key(parts_.sealer, site.id, row, logout_key(secret));
  site.secrets.insert(site.secrets.begin(), std::move(row));
  return secret;
}

base::Result<WithSecret> Sites::add(const identity::Act& act, const NewSite& wanted) {
  const base::Instant now = parts_.clock.now();
  Site site{.id = parts_.ids.next<SiteTag>(),
            .name = wanted.name,
            .redirect_urls = wanted.redirect_urls,
            .logout_url = wanted.logout_url,
            .logo_url = wanted.logo_url,
            .look = wanted.look,
            .needs_secret = wanted.needs_secret,
            .allows_administrators = wanted.allows_administrators,
            .created_at = now,
            .updated_at = now};
  TRY(check({.name = wanted.name,
             .redirect_urls = wanted.redirect_urls,
             .logout_url = wanted.logout_url,
             .logo_url = wanted.logo_url,
             .look = whole(wanted.look)},
            site.look));
  base::Secret secret = site.needs_secret ? give_secret(site) : base::Secret();
  TRY_VAL(added, written(parts_.store.add(site, event_of(act, "site.added", subject_of(site.id)))));
  return WithSecret{.site = std::move(added), .secret = std::move(secret)};
}

base::Result<Site> Sites::show(const SiteId& id) {
  TRY_VAL(site, parts_.store.find(id));
  if (!site) {
    return base::reject(ErrorCode::not_found, "site.unknown", "there is no such site");
  }
  return *site;
}

base::Result<Site> Sites::set(const identity::Act& act, const SiteId& id,
                              const SiteChanges& changes) {
  TRY_VAL(site, show(id));
  site.name = changes.name.value_or(site.name);
  site.redirect_urls = changes.redirect_urls.value_or(site.redirect_urls);
  site.logout_url = changes.logout_url.value_or(site.logout_url);
  site.logo_url = changes.logo_url.value_or(site.logo_url);
  site.look = changed(std::move(site.look), changes.look);
  site.needs_secret = changes.needs_secret.value_or(site.needs_secret);
  site.allows_administrators = changes.allows_administrators.value_or(site.allows_administrators);
  site.enabled = changes.enabled.value_or(site.enabled);
  site.updated_at = parts_.clock.now();
  TRY(check(changes, site.look));
  if (changes.needs_secret && site.needs_secret && site.secrets.empty()) {
    return refuse("site.secret",
                  "the site has no secret that it could show: rotate-secret gives it one");
  }
  return written(parts_.store.update(site, event_of(act, "site.changed", subject_of(id))));
}

base::Result<WithSecret> Sites::rotate_secret(const identity::Act& act, const SiteId& id,
                                              base::Duration grace) {
  if (grace < base::Duration::zero() || grace > kLongestGrace) {
    return refuse("site.grace", "the grace is between nothing and 30 days");
  }
  TRY_VAL(site, show(id));
  const base::Instant now = parts_.clock.now();
  const base::Instant until = now + grace;
  std::erase_if(site.secrets, [&](const SecretHash& secret) {
    return until <= now || (secret.good_until && *secret.good_until <= now);
  });
  // The newest alone: two are good at a time, however often somebody rotates.
  site.secrets.resize(std::min<std::size_t>(site.secrets.size(), 1));
  for (SecretHash& secret : site.secrets) {
    secret.good_until = std::min(secret.good_until.value_or(until), until);
  }
  base::Secret secret = give_secret(site);
  site.updated_at = now;
  TRY_VAL(changed,
          written(parts_.store.update(site, event_of(act, "site.secret_rotated", subject_of(id)))));
  return WithSecret{.site = std::move(changed), .secret = std::move(secret)};
}

base::Done Sites::remove(const identity::Act& act, const SiteId& id) {
  TRY_VAL(removed, parts_.store.remove(id, event_of(act, "site.deleted", subject_of(id))));
  if (!removed) {
    return base::reject(ErrorCode::not_found, "site.unknown", "there is no such site");
  }
  return {};
}

}  // namespace redirect_sso
