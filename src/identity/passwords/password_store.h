// The port for password hashes, one a person at most: who logs in by another way alone has none.
#pragma once

#include <optional>
#include <string>

#include "audit/event.h"
#include "base/clock.h"
#include "base/result.h"
#include "identity/sessions/ending.h"
#include "identity/users/user.h"

namespace identity::passwords {

struct PasswordRow {
  std::string hash;  // PHC string
  base::Instant set_at;
};

class PasswordStore {
 public:
  virtual ~PasswordStore() = default;
  virtual base::Result<std::optional<PasswordRow>> find(users::UserId id) = 0;
  // Ends the person's sessions in the same transaction. Whoever opens one meanwhile has it ended,
  // or finds this password when they look next. not_found for who is erased or never was.
  virtual base::Done put(users::UserId id, const PasswordRow& row, const audit::Event& event,
                         const sessions::Ending& ending) = 0;
  // As put(), if the person has none; else false.
  virtual base::Result<bool> put_first(users::UserId id, const PasswordRow& row,
                                       const audit::Event& event,
                                       const sessions::Ending& ending) = 0;
  // As put(), if the row that is there is still the one set at `since`; else false.
  virtual base::Result<bool> replace(users::UserId id, base::Instant since, const PasswordRow& row,
                                     const audit::Event& event, const sessions::Ending& ending) = 0;
  // Another hash of the same password, if `old_hash` is still there: one that was set in the
  // meantime wins. Not an event.
  virtual base::Done rehash(users::UserId id, const std::string& old_hash,
                            const std::string& new_hash) = 0;
};

}  // namespace identity::passwords
