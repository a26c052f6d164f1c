// The directory of people, behind its rules. The command line, the console, the account page and
// the doors that register somebody call it; each hands over changes as a JSON object of fields, and
// the table in fields.h decides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "identity/act.h"
#include "identity/sessions/session_book.h"
#include "identity/users/attributes.h"
#include "identity/users/grants.h"
#include "identity/users/user_store.h"

namespace identity::users {

struct Page {
  std::vector<User> users;
  std::optional<UserId> next;  // where the next page goes on; nothing on the last one
};

class Users {
 public:
  struct Parts {
    UserStore& store;
    GrantStore& grants;
    Attributes& attributes;
    sessions::SessionBook& sessions;
    const base::Clock& clock;
    base::Random& random;
  };
  explicit Users(const Parts& parts) : parts_(parts) {}

  base::Result<User> add(const Act& act, const base::json::object& fields);
  // What add() would write, if nobody has the username; for who spends something before it adds.
  base::Result<User> draft(const base::json::object& fields);
  // not_found for an id that never was, and for one that is burnt.
  base::Result<User> show(UserId id);
  // By id, username, e-mail address or phone number, as an operator types it; conflict for the id
  // of one person that is the username of another.
  base::Result<User> find(const std::string& typed);
  base::Result<Page> list(const Filter& filter, const Cursor& cursor);

  // conflict when the person is no longer at that version; without one, whatever it is now.
  base::Result<User> set(const Act& act, Editor editor, UserId id,
                         std::optional<std::int64_t> version, const base::json::object& changes);

  // Each ends every session of the person; enable() those that are left from before. The last
  // active administrator cannot be disabled, locked or erased.
  base::Result<User> disable(const Act& act, UserId id);
  base::Result<User> lock(const Act& act, UserId id);
  base::Result<User> enable(const Act& act, UserId id);
  base::Done erase(const Act& act, UserId id);

  base::Result<bool> is_administrator(UserId id);
  base::Result<bool> has_administrator();
  base::Done grant(const Act& act, UserId id, Grant grant);
  // forbidden once there is an administrator.
  base::Done grant_first_administrator(const Act& act, UserId id);
  // Not from the last active one.
  base::Done revoke(const Act& act, UserId id, Grant grant);

 private:
  base::Result<Keys> keys_for(const User& user);
  base::Result<User> filled_in(const base::json::object& fields);
  base::Result<User> change_status(const Act& act, UserId id, Status status, std::string_view type);
  base::Done spare_last_administrator(UserId id);

  Parts parts_;
};

}  // namespace identity::users
