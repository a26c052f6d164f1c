#include "redirect_sso/recent_visitors.h"

#include <utility>

namespace redirect_sso {

base::Result<std::optional<Visitor>> RecentVisitors::look(identity::users::UserId user,
                                                          const mint::SessionId& session,
                                                          base::Instant now) {
  auto recent = sessions_.look_recent(user, session, now);
  if (!recent) {
    return visitors_.look(user, session, now);
  }
  return std::optional(Visitor{.id = user,
                               .username = std::move(recent->contact.username),
                               .email = std::move(recent->contact.email),
                               .no_hp = std::move(recent->contact.no_hp),
                               .status = recent->standing.status,
                               .administrator = recent->standing.administrator,
                               .session_live = true});
}

base::Result<bool> RecentVisitors::waits(base::BytesView code_hash, base::Instant now) {
  return visitors_.waits(code_hash, now);
}

}  // namespace redirect_sso
