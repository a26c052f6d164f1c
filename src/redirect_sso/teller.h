// Tells one site one thing, and settles what comes of it: told, again later, or given up. Whoever
// has taken the notice calls it, on a thread that may wait for a stranger's server.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "redirect_sso/site_line.h"
#include "redirect_sso/site_store.h"
#include "redirect_sso/visit_store.h"

namespace redirect_sso {

// How long a site is given, and how often it is asked in that time.
struct Patience {
  base::Duration first = std::chrono::seconds(10);  // doubled with every try
  base::Duration longest = std::chrono::hours(1);
  base::Duration whole = std::chrono::hours(24);
  // However late the first is: after an outage of ours that was longer than the whole, the sites
  // are given these.
  std::int64_t least_tries = 8;
};

// What is waited after that many tries: a fifth more or less, so that what failed together does not
// come back together.
base::Duration delay_after(std::int64_t tries, const Patience& patience, base::Random& random);

enum class Told { told, postponed, given_up, nobody };

class Teller {
 public:
  struct Parts {
    VisitStore& visits;
    SiteStore& sites;
    const crypto::Sealer& sealer;
    SiteLine& line;
    const base::Clock& clock;
    base::Random& random;
  };
  Teller(const Parts& parts, const Patience& patience) : parts_(parts), patience_(patience) {}

  base::Result<Told> tell(const Notice& notice);

 private:
  Delivery deliver(const Site& site, const Notice& notice);
  base::Result<Told> failed(const Notice& notice, const std::string& why);
  base::Result<Told> postpone(const Notice& notice, base::Instant due, const std::string& why);
  base::Result<Told> give_up(const Notice& notice, std::string_view why);

  const Parts parts_;
  const Patience patience_;
};

}  // namespace redirect_sso
