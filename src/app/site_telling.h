// What tells sites that a session is over, as the server runs it: the room of the redirect SSO over
// the store, and the outbound client as its line.
#pragma once

#include "app/settings.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "crypto/sealer.h"
#include "http/outbound/client.h"
#include "redirect_sso/notifier.h"
#include "redirect_sso/site_line.h"
#include "redirect_sso/teller.h"
#include "storage/database.h"

namespace app {

class SiteLine final : public redirect_sso::SiteLine {
 public:
  explicit SiteLine(http::outbound::Client& client) : client_(client) {}
  redirect_sso::Delivery deliver(const redirect_sso::Letter& letter) override;

 private:
  http::outbound::Client& client_;
};

class SiteTelling {
 public:
  struct Parts {
    storage::Database& database;
    const crypto::Sealer& sealer;
    http::outbound::Client& client;
    const base::Clock& clock;
    base::Random& random;
    base::Log& log;
    const Settings::Sites& settings;
  };
  // Begins at once. All of the parts outlive it.
  explicit SiteTelling(const Parts& parts);

  void stop() { notifier_.stop(); }
  redirect_sso::Notifier::Counts counts() const { return notifier_.counts(); }

 private:
  SiteLine line_;
  redirect_sso::Teller teller_;
  redirect_sso::Notifier notifier_;
};

}  // namespace app
