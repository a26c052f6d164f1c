// Whom a code was made for, from what is remembered of the session that it was made in: between the
// press of a button and the site's question lie a few round trips, and the half second in which the
// session's person need not be read again. After that, the database is asked.
#pragma once

#include <optional>

#include "identity/sessions/recent_book.h"
#include "redirect_sso/visitors.h"

namespace redirect_sso {

class RecentVisitors final : public Visitors {
 public:
  RecentVisitors(Visitors& visitors, const identity::sessions::RecentBook& sessions)
      : visitors_(visitors), sessions_(sessions) {}

  base::Result<std::optional<Visitor>> look(identity::users::UserId user,
                                            const mint::SessionId& session,
                                            base::Instant now) override;
  // From the store.
  base::Result<bool> waits(base::BytesView code_hash, base::Instant now) override;

 private:
  Visitors& visitors_;
  const identity::sessions::RecentBook& sessions_;
};

}  // namespace redirect_sso
