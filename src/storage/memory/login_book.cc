#include "storage/memory/login_book.h"

namespace storage::memory {

base::Result<std::optional<session_api::Login>> LoginBook::look(const mint::FamilyId& id) {
  const std::lock_guard lock(mutex_);
  const auto family = families_.find(id);
  if (family == families_.end()) {
    return std::optional<session_api::Login>();
  }
  const users::UserId user{family->second.user_id};
  const Person* const person = people_.find(user);
  const auto session = sessions_.kept(family->second.session);
  if (person == nullptr || !session || session->user != user) {
    return std::optional<session_api::Login>();
  }
  return std::optional(session_api::Login{.family = id,
                                          .holder = family->second.holder,
                                          .family_until = family->second.gone_at(),
                                          .family_ended_at = family->second.ended_at,
                                          .session = *session,
                                          .status = person->user.status,
                                          .email = person->user.email,
                                          .name = person->user.name});
}

}  // namespace storage::memory
