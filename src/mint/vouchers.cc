// Codes and the setup link, from their issue to their end, and how whatever may be used once is
// written and taken.
#include <utility>

#include "mint/agreement.h"
#include "mint/bound.h"
#include "mint/mint.h"
#include "mint/telling.h"
#include "mint/voucher.h"

namespace mint {

namespace json = base::json;

namespace {

constexpr std::size_t kLongestRemembered = 2048;

bool is_code(Purpose purpose) {
  return purpose == Purpose::authorization_code || purpose == Purpose::site_code;
}

}  // namespace

base::Result<Voucher> Mint::code(const AuthorizationWarrant& warrant, json::object extra,
                                 const Occasion& occasion) {
  TRY(check_agreement(warrant));
  return issue_voucher(Purpose::authorization_code,
                       {.user_id = warrant.user->id,
                        .session = warrant.session->id.text(),
                        .holder = warrant.redirect->client_id,
                        .redirect = warrant.redirect->uri,
                        .scope = warrant.scope->scope,
                        .extra = std::move(extra)},
                       options_.code_life, occasion);
}

base::Result<Voucher> Mint::code(const SiteWarrant& warrant, json::object extra,
                                 const Occasion& occasion) {
  TRY(check_agreement(warrant));
  return issue_voucher(Purpose::site_code,
                       {.user_id = warrant.user->id,
                        .session = warrant.session->id.text(),
                        .holder = warrant.site->site_id,
                        .redirect = warrant.site->redirect_url,
                        .extra = std::move(extra)},
                       options_.code_life, occasion);
}

base::Result<Voucher> Mint::link(const SetupWarrant&, const Occasion& occasion) {
  return issue_voucher(Purpose::setup_link, {}, kLinkLife, occasion);
}

base::Result<Voucher> Mint::issue_voucher(Purpose purpose, Bound bound, std::chrono::seconds life,
                                          const Occasion& occasion) {
  const base::Instant now = parts_.clock.now();
  Voucher voucher{.value = make_voucher(parts_.random, now), .expires_at = now + life};
  const OneTime row{.purpose = purpose,
                    .hash = voucher_key(voucher.value.reveal_text()),
                    .bound = to_json(bound),
                    .issued_at = now,
                    .expires_at = voucher.expires_at};
  auto event =
      event_of(std::string(to_string(purpose)) + ".issued", voucher_label(row.hash), occasion);
  if (!bound.holder.empty()) {
    event.details = base::ObjectText()
                        .add("user", name_of_user(bound.user_id))
                        .add("holder", bound.holder)
                        .take();
  }
  TRY(parts_.one_time.put(row, event));
  if (is_code(purpose) && row.bound.size() <= kLongestRemembered) {
    own_codes_.keep(purpose, row.hash, std::move(bound), now, voucher.expires_at);
  }
  return voucher;
}

base::Result<Mint::Taken> Mint::take(Purpose purpose, std::string_view value,
                                     const Occasion& occasion, const Opening* opening) {
  const base::Bytes key = voucher_key(value);
  const auto told = [&](std::string_view end, audit::Outcome outcome) {
    auto event =
        event_of(std::string(to_string(purpose)) + std::string(end), voucher_label(key), occasion);
    event.outcome = outcome;
    return event;
  };
  const SpendEvents events{.fresh = told(".spent", audit::Outcome::allowed),
                           .replayed = told(".replayed", audit::Outcome::denied),
                           .unknown = told(".unknown", audit::Outcome::denied)};
  const base::Instant now = parts_.clock.now();
  const auto own = own_codes_.take(purpose, key, now);
  TRY_VAL(spent, opening == nullptr ? parts_.one_time.spend(purpose, key, now, events)
                                    : parts_.one_time.spend_opening(key, now, events, *opening));
  if (const auto* fresh = std::get_if<Fresh>(&spent)) {
    if (own) {
      return Taken(Taking{.bound = *own, .opened = fresh->opened});
    }
    TRY_VAL(bound, parse_bound(fresh->bound));
    return Taken(Taking{.bound = std::move(bound), .opened = fresh->opened});
  }
  if (const auto* replayed = std::get_if<Replayed>(&spent)) {
    TRY_VAL(bound, parse_bound(replayed->bound));
    return Taken(Replay{.bound = std::move(bound), .spent_at = replayed->spent_at});
  }
  return Taken(Unknown{});
}

base::Result<bool> Mint::waits(Purpose purpose, std::string_view value) {
  return parts_.one_time.waits(purpose, voucher_key(value), parts_.clock.now());
}

base::Result<std::shared_ptr<const Bound>> Mint::made_for(Purpose purpose, std::string_view value) {
  const base::Bytes key = voucher_key(value);
  if (auto own = own_codes_.look(purpose, key, parts_.clock.now())) {
    return own;
  }
  TRY_VAL(there, parts_.one_time.bound(purpose, key));
  if (!there) {
    return nullptr;
  }
  TRY_VAL(bound, parse_bound(*there));
  return std::make_shared<const Bound>(std::move(bound));
}

base::Result<std::optional<Replay>> Mint::replay_of(Purpose purpose, std::string_view value) {
  TRY_VAL(spent, parts_.one_time.spent(purpose, voucher_key(value)));
  if (!spent) {
    return std::optional<Replay>();
  }
  TRY_VAL(bound, parse_bound(spent->bound));
  return std::optional(Replay{.bound = std::move(bound), .spent_at = spent->spent_at});
}

}  // namespace mint
