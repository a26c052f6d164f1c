// The rooms of the redirect SSO over the store, as the server uses them.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "crypto/digest.h"
#include "identity/sessions/recent_book.h"
#include "mint/mint.h"
#include "redirect_sso/codes.h"
#include "redirect_sso/recent_sites.h"
#include "redirect_sso/recent_visitors.h"
#include "redirect_sso/site_gate.h"
#include "redirect_sso/validation.h"
#include "storage/database.h"

namespace app {

class SiteRooms {
 public:
  struct Parts {
    storage::Database& database;
    identity::sessions::RecentBook& sessions;
    mint::Mint& mint;
    const crypto::MacKey& key;  // of the meters
    const base::Clock& clock;
    base::IdSource& ids;
    std::string_view issuer;
  };
  // All of the parts outlive it.
  explicit SiteRooms(const Parts& parts)
      : sites_(parts.database.sites(), parts.clock, parts.database.changes()),
        gate_(sites_, redirect_sso::plain_http_for(parts.issuer)),
        codes_({.sites = gate_, .mint = parts.mint, .trail = parts.database.trail()}),
        visitors_(parts.database.visitors(), parts.sessions),
        guesses_({.store = parts.database.attempts(), .key = parts.key, .clock = parts.clock}),
        validation_({.sites = sites_,
                     .visitors = visitors_,
                     .visits = parts.database.visits(),
                     .mint = parts.mint,
                     .guesses = guesses_,
                     .trail = parts.database.trail(),
                     .clock = parts.clock,
                     .ids = parts.ids}) {}

  redirect_sso::SiteGate& gate() { return gate_; }
  redirect_sso::Codes& codes() { return codes_; }
  redirect_sso::Validation& validation() { return validation_; }

 private:
  redirect_sso::RecentSites sites_;
  redirect_sso::SiteGate gate_;
  redirect_sso::Codes codes_;
  redirect_sso::RecentVisitors visitors_;
  redirect_sso::Guesses guesses_;
  redirect_sso::Validation validation_;
};

}  // namespace app
