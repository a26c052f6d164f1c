// The port for what a validation reads beside the site: whom a code was made for, as they are when
// it comes back, with the four fields that a site is told. One read, since every validation waits
// for it.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "identity/users/user.h"
#include "mint/session_store.h"

namespace redirect_sso {

struct Visitor {
  identity::users::UserId id;
  std::string username;
  std::string email;
  std::string no_hp;
  identity::users::Status status = identity::users::Status::erased;
  bool administrator = false;
  bool session_live = false;  // theirs, neither ended nor past a limit
};

class Visitors {
 public:
  virtual ~Visitors() = default;
  virtual base::Result<std::optional<Visitor>> look(identity::users::UserId user,
                                                    const mint::SessionId& session,
                                                    base::Instant now) = 0;
  // Whether a code with that SHA-256 waits to be asked about. Takes nothing.
  virtual base::Result<bool> waits(base::BytesView code_hash, base::Instant now) = 0;
};

}  // namespace redirect_sso
