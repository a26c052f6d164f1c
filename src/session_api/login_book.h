// The port for what an access token of the frontend stands on: the family it is of, the session
// that the family hangs on, and the person, by one read.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "identity/sessions/session_book.h"
#include "identity/users/user.h"
#include "mint/gates.h"

namespace session_api {

struct Login {
  mint::FamilyId family;
  std::string holder;
  base::Instant family_until;  // the earliest of its limits, or when it was ended
  std::optional<base::Instant> family_ended_at;
  identity::sessions::Session session;
  identity::users::Status status = identity::users::Status::erased;
  std::string email;
  std::string name;

  identity::users::UserId user() const { return session.user; }
};

class LoginBook {
 public:
  virtual ~LoginBook() = default;
  // Ended or not; nothing where the family, its session or its person is no more.
  virtual base::Result<std::optional<Login>> look(const mint::FamilyId& id) = 0;
};

}  // namespace session_api
