#include "app/site_telling.h"

#include <chrono>
#include <string>

#include "redirect_sso/logout_notice.h"

namespace app {
namespace {

constexpr std::chrono::seconds kDeadline{5};
constexpr int kGone = 410;

}  // namespace

redirect_sso::Delivery SiteLine::deliver(const redirect_sso::Letter& letter) {
  const auto answer =
      client_.send({.url = letter.address,
                    .headers = {{std::string(redirect_sso::kSignatureHeader), letter.signature}},
                    .body = http::outbound::Body{.type = "application/json", .octets = letter.body},
                    .deadline = kDeadline});
  if (!answer && answer.error().why == http::outbound::Refusal::stopping) {
    return redirect_sso::NotAsked{};
  }
  if (!answer) {
    // An operator reads it, who has to know which host it was.
    return redirect_sso::Failed{"no answer, " +
                                std::string(http::outbound::to_string(answer.error().why)) + ": " +
                                answer.error().detail};
  }
  if (answer->status >= 200 && answer->status < 300) {
    return redirect_sso::Delivered{};
  }
  if (answer->status == kGone) {
    return redirect_sso::Gone{};
  }
  return redirect_sso::Failed{"the site answered " + std::to_string(answer->status)};
}

SiteTelling::SiteTelling(const Parts& parts)
    : line_(parts.client),
      teller_({.visits = parts.database.visits(),
               .sites = parts.database.sites(),
               .sealer = parts.sealer,
               .line = line_,
               .clock = parts.clock,
               .random = parts.random},
              {.first = parts.settings.logout_retry, .whole = parts.settings.logout_give_up}),
      // The lease outlives a delivery by as much as settling it may take.
      notifier_({.visits = parts.database.visits(),
                 .teller = teller_,
                 .clock = parts.clock,
                 .log = parts.log},
                {.lease = kDeadline * 3}) {}

}  // namespace app
