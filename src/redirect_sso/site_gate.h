// The gate of mint/gates.h before a code of the redirect SSO: the address is registered byte for
// byte, its site is open, and it admits this person. Nothing is shown and nobody is sent anywhere
// before it has answered (LS1).
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "mint/gates.h"
#include "redirect_sso/redirect_url.h"
#include "redirect_sso/site_store.h"

namespace redirect_sso {

class SiteGate {
 public:
  // No site has that address; `why` is for whoever builds the site.
  struct Unknown {
    base::Error why;
  };
  // Where there is a site here, it is never null.
  struct Disabled {
    FoundSite site;
  };
  struct Open {
    FoundSite site;
    Asked asked;
  };
  using Found = std::variant<Unknown, Disabled, Open>;

  // The site is for ordinary people alone ("hanya untuk user biasa").
  struct NotForAdministrators {
    FoundSite site;
  };
  using Answer = std::variant<Unknown, Disabled, NotForAdministrators, mint::SiteProof>;

  SiteGate(SiteStore& store, PlainHttp plain) : store_(store), plain_(plain) {}

  base::Result<Found> find(std::string_view url);
  base::Result<Answer> admit(std::string_view url, const mint::UserProof& person);

 private:
  SiteStore& store_;
  const PlainHttp plain_;
};

}  // namespace redirect_sso
