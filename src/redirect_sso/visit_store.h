// The port for visits: what a session began at a site, and the telling of sites that it is over.
// The stores of sessions write on the same rows: whatever ends a session makes its visits due in
// that same transaction, and what takes a session's place takes over its visits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "identity/users/user.h"
#include "mint/session_store.h"
#include "redirect_sso/site.h"

namespace redirect_sso {

struct VisitTag;
using VisitId = base::Id<VisitTag>;

struct Visit {
  VisitId id;
  SiteId site;
  mint::SessionId session;
  identity::users::UserId user;
  base::Bytes mark;  // SHA-256 of the code that began it: the site can keep the same
};

// A visit whose session is over, lent to one node until `leased_until`.
struct Notice {
  VisitId id;
  SiteId site;
  identity::users::UserId user;
  base::Bytes mark;
  base::Instant ended_at;
  base::Instant leased_until;
  std::int64_t tries = 0;  // this one included
};

struct Lease {
  SiteId site;
  base::Instant now;
  base::Instant until;
  std::size_t most = 1;
};

// What a site has not been told yet.
struct Waiting {
  std::size_t count = 0;
  std::optional<base::Instant> since;
  std::string failure;  // of the last try; empty before the first
};

class VisitStore {
 public:
  // Of one session at one site the newest stay open: a browser holds one of them for each address
  // of the site. With one more the oldest is over, and the site is told so.
  static constexpr std::size_t kMost = 32;

  virtual ~VisitStore() = default;
  // False unless the session is that person's and live at that moment: one that ends at the same
  // time either takes the visit with it or lets none begin.
  virtual base::Result<bool> begin(const Visit& visit, base::Instant now) = 0;

  // The sites to which something is due.
  virtual base::Result<std::vector<SiteId>> due(base::Instant now) = 0;
  // The longest due of one site first; what is lent to another node is not due.
  virtual base::Result<std::vector<Notice>> take(const Lease& lease) = 0;
  // False when it was told before: two nodes may both have, when a lease was too short.
  virtual base::Result<bool> told(const VisitId& id, const audit::Event& event) = 0;
  // Both do nothing, and answer false, when another node has it by now.
  virtual base::Result<bool> postpone(const Notice& notice, base::Instant due,
                                      const std::string& failure) = 0;
  virtual base::Result<bool> give_up(const Notice& notice, const audit::Event& event) = 0;

  virtual base::Result<Waiting> waiting(const SiteId& site) = 0;
  virtual base::Result<std::size_t> waiting() = 0;

  // Called, from any thread, whenever visits may have become due through this node; an empty one
  // ends that, and is not called any more when this returns.
  virtual void on_ended(std::function<void()> ring) = 0;
};

}  // namespace redirect_sso
