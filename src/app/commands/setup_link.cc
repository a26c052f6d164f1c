#include "app/commands/people_beside.h"
#include "app/keys.h"

namespace app {
namespace {

// What the server makes of the same settings, as far as they tell.
base::Result<std::string> issuer_of(const Settings& settings) {
  if (!settings.issuer.empty()) {
    return settings.issuer;
  }
  if (settings.listen.port == 0) {
    return base::reject(base::ErrorCode::invalid_request, "", fill("failure.setup_issuer"));
  }
  return "http://localhost:" + std::to_string(settings.listen.port);
}

}  // namespace

base::Result<Answer> run_setup_link(Context& context) {
  const Settings& settings = context.config.settings;
  TRY_VAL(issuer, issuer_of(settings));
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(proof, beside->people().setup_gate().check());
  if (!proof) {
    return base::reject(base::ErrorCode::conflict, "", fill("failure.administrator_exists"));
  }
  Store& store = beside->store();
  TRY_VAL(ring, open_keys({.settings = settings,
                           .store = store,
                           .clock = context.clock,
                           .random = context.random,
                           .log = beside->log()}));
  TRY_VAL(mint, mint::Mint::make({.keys = *ring,
                                  .one_time = store.database().one_time(),
                                  .sessions = store.database().sessions(),
                                  .trail = store.database().trail(),
                                  .clock = context.clock,
                                  .random = context.random},
                                 {.issuer = issuer}));
  TRY_VAL(voucher, mint->link({.setup = *proof}, {.actor = by_operator().actor}));
  const std::string link = issuer + "/setup?code=" + std::string(voucher.value.reveal_text());
  return Answer{
      base::json::object{{"link", link}, {"expires_at", base::to_iso8601(voucher.expires_at)}},
      link + "\n"};
}

}  // namespace app
