#include "redirect_sso/teller.h"

#include <algorithm>
#include <string>
#include <utility>

#include "audit/event.h"
#include "base/json.h"
#include "identity/act.h"
#include "redirect_sso/logout_key.h"
#include "redirect_sso/logout_notice.h"

namespace redirect_sso {
namespace {

audit::Event event_about(const Notice& notice, std::string_view type, audit::Outcome outcome,
                         std::string_view reason) {
  auto event = identity::event_of({.actor = "system", .address = {}, .request_id = {}}, type,
                                  subject_of(notice.site), outcome, reason);
  event.details =
      base::to_text(base::json::object{{"user", identity::users::subject_of(notice.user)},
                                       {"notice", notice.id.text()},
                                       {"tries", notice.tries}});
  return event;
}

}  // namespace

base::Duration delay_after(std::int64_t tries, const Patience& patience, base::Random& random) {
  base::Duration delay = std::min(patience.first, patience.longest);
  for (std::int64_t doubled = 1; doubled < tries && delay < patience.longest; ++doubled) {
    delay = std::min(delay * 2, patience.longest);
  }
  const base::Duration fifth = delay / 5;
  return delay - fifth + fifth * random.bytes(1).front() / 128;
}

base::Result<Told> Teller::tell(const Notice& notice) {
  TRY_VAL(site, parts_.sites.find(notice.site));
  if (!site || site->logout_url.empty()) {
    // The operator took the address away: there is nobody to tell.
    TRY(parts_.visits.give_up(
        notice, event_about(notice, "site.logout_dropped", audit::Outcome::allowed, "no address")));
    return Told::nobody;
  }
  const Delivery delivery = deliver(*site, notice);
  if (std::holds_alternative<Delivered>(delivery)) {
    TRY(parts_.visits.told(notice.id,
                           event_about(notice, "site.logout_told", audit::Outcome::allowed, {})));
    return Told::told;
  }
  if (std::holds_alternative<Gone>(delivery)) {
    return give_up(notice, "the site says that its address is gone");
  }
  if (std::holds_alternative<NotAsked>(delivery)) {
    return postpone(notice, parts_.clock.now() + patience_.first, "the node stopped");
  }
  return failed(notice, std::get<Failed>(delivery).why);
}

Delivery Teller::deliver(const Site& site, const Notice& notice) {
  const base::Instant now = parts_.clock.now();
  const auto keys = open_logout_keys(parts_.sealer, site, now);
  if (!keys) {
    return Failed{keys.error().description};
  }
  if (keys->empty()) {
    return Failed{"the site needs a new secret before it can be told: site rotate-secret"};
  }
  const std::string body = body_of(notice);
  return parts_.line.deliver(
      {.address = site.logout_url, .body = body, .signature = signature_of(body, *keys, now)});
}

base::Result<Told> Teller::failed(const Notice& notice, const std::string& why) {
  const base::Instant now = parts_.clock.now();
  const base::Instant last = notice.ended_at + patience_.whole;
  const base::Instant due = now + delay_after(notice.tries, patience_, parts_.random);
  if (now < last) {
    return postpone(notice, std::min(due, last), why);
  }
  return notice.tries < patience_.least_tries ? postpone(notice, due, why) : give_up(notice, why);
}

base::Result<Told> Teller::postpone(const Notice& notice, base::Instant due,
                                    const std::string& why) {
  TRY(parts_.visits.postpone(notice, due, why));
  return Told::postponed;
}

base::Result<Told> Teller::give_up(const Notice& notice, std::string_view why) {
  TRY(parts_.visits.give_up(
      notice, event_about(notice, "site.logout_given_up", audit::Outcome::failed, why)));
  return Told::given_up;
}

}  // namespace redirect_sso
