#include "redirect_sso/validation.h"

#include <algorithm>
#include <utility>

#include "crypto/digest.h"
#include "mint/voucher.h"
#include "redirect_sso/redirect_url.h"

namespace redirect_sso {
namespace {

using SpentCode = mint::SpentProof<mint::Purpose::site_code>;

bool is_still_registered(const Site& site, std::string_view redirect) {
  const auto asked = read_asked(redirect);
  return asked &&
         std::ranges::find(site.redirect_urls, asked->registered) != site.redirect_urls.end();
}

}  // namespace

base::Result<Validated> Validation::wrong(const identity::Act& act,
                                          const Guesses::Guesser& guesser) {
  TRY_VAL(wait, parts_.guesses.charge(act, guesser));
  if (wait) {
    return TooMany{*wait};
  }
  return Refused{};
}

base::Result<Validated> Validation::ask(const identity::Act& nobody, const Question& question) {
  identity::Act act = nobody;
  FoundSite caller;
  Guesses::Guesser guesser{.site = nullptr, .address = question.address};
  if (question.credentials) {
    TRY_VAL(site, authenticate(parts_.sites, *question.credentials, parts_.clock.now()));
    if (!site) {
      if (const auto wait = parts_.guesses.closed(guesser)) {
        return TooMany{*wait};
      }
      TRY(parts_.trail.append(event_of(act, "site.credentials_refused", "site",
                                       audit::Outcome::denied, "unknown site or wrong secret")));
      return wrong(act, guesser);
    }
    act.actor = subject_of(site->id);
    caller = std::move(site);
    guesser.site = caller.get();
  }
  if (const auto wait = parts_.guesses.closed(guesser)) {
    // Costs a read and no write, so that rubbish fills neither the writer nor the trail.
    TRY_VAL(waits, parts_.visitors.waits(mint::voucher_key(question.code), parts_.clock.now()));
    if (!waits) {
      return TooMany{*wait};
    }
  }
  TRY_VAL(spent, parts_.mint.spend<mint::Purpose::site_code>(
                     question.code,
                     {.actor = act.actor, .address = act.address, .request_id = act.request_id}));
  const auto* taken = std::get_if<SpentCode>(&spent);
  if (taken == nullptr) {
    return wrong(act, guesser);
  }
  const mint::Bound& bound = taken->fact().bound;
  TRY_VAL(gates, look(bound, caller, question.tampered));
  TRY_VAL(looked, begin(std::move(gates), question.code));
  if (looked.person) {
    return *std::move(looked.person);
  }
  TRY(parts_.trail.append(event_of(act, "site_code.refused", "site:" + bound.holder,
                                   audit::Outcome::denied, looked.wrong)));
  return wrong(act, guesser);
}

base::Result<Validation::Looked> Validation::look(const mint::Bound& bound, const FoundSite& caller,
                                                  bool tampered) {
  const auto because = [](std::string_view wrong) {
    return Looked{.wrong = wrong, .person = {}, .visit = {}};
  };
  if (tampered) {
    return because("parameters added");
  }
  if (caller && caller->id.text() != bound.holder) {
    return because("another site's code");
  }
  FoundSite site = caller;
  const auto holder = SiteId::parse(bound.holder);
  if (!site && holder) {
    TRY_VAL(found, parts_.sites.find(*holder));
    site = std::move(found);
  }
  if (!site || !site->enabled) {
    return because("site gone or disabled");
  }
  if (site->needs_secret && !caller) {
    return because("no credentials");
  }
  if (!is_still_registered(*site, bound.redirect)) {
    return because("address no longer registered");
  }
  const auto session = mint::SessionId::parse(bound.session);
  if (!session) {
    return because("session unknown");
  }
  TRY_VAL(visitor, parts_.visitors.look({bound.user_id}, *session, parts_.clock.now()));
  if (!visitor || visitor->status != identity::users::Status::active) {
    return because("person not active");
  }
  if (!visitor->session_live) {
    return because("session ended");
  }
  if (visitor->administrator && !site->allows_administrators) {
    return because("administrator");
  }
  return Looked{.wrong = {},
                .person = Person{.id = visitor->id,
                                 .username = std::move(visitor->username),
                                 .email = std::move(visitor->email),
                                 .no_hp = std::move(visitor->no_hp)},
                .visit = visit_of(*site, *session, bound)};
}

std::optional<Visit> Validation::visit_of(const Site& site, const mint::SessionId& session,
                                          const mint::Bound& bound) {
  // Without a secret nothing could be signed, whether or not the site shows it.
  if (site.logout_url.empty() || site.secrets.empty()) {
    return std::nullopt;
  }
  return Visit{.id = parts_.ids.next<VisitTag>(),
               .site = site.id,
               .session = session,
               .user = {bound.user_id},
               .mark = {}};
}

// Between the look and here the session may have ended: whoever ended it could not have known of
// this visit, so there is none.
base::Result<Validation::Looked> Validation::begin(Looked looked, std::string_view code) {
  if (looked.visit) {
    looked.visit->mark = crypto::sha256(base::bytes_of(code));
    TRY_VAL(begun, parts_.visits.begin(*looked.visit, parts_.clock.now()));
    if (!begun) {
      return Looked{.wrong = "session ended", .person = {}, .visit = {}};
    }
  }
  return looked;
}

}  // namespace redirect_sso
