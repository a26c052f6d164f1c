// The port for people. Each writing operation is one transaction with its entry in the trail. Names
// are compared by their keys (names/names.h), which are columns of their own.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audit/event.h"
#include "base/result.h"
#include "identity/sessions/ending.h"
#include "identity/users/user.h"

namespace identity::users {

// Somebody changed or erased the person since they were read.
struct Stale {};
// Somebody else has that name: "username", or "email" or "no_hp" of somebody who verified it.
struct Taken {
  std::string field;
};
// There would be no active administrator left (grants.h), whoever else leaves at the same time.
struct LastAdministrator {};
using Written = std::variant<User, Stale, Taken, LastAdministrator>;

struct Filter {
  std::string prefix;  // of a username's or an e-mail address's key; empty: all
  std::optional<Status> status;
  bool administrators = false;  // those alone
};

// By id, which never changes: a page is what follows the last id of the page before.
struct Cursor {
  UserId after;
  std::size_t limit = 50;
};

// What the gates ask of a person, and no more: everything that is made for them waits for it.
struct Standing {
  UserId id;
  Status status = Status::erased;
  std::string sub;
  bool administrator = false;
};

// What a site is told of them (redirect_sso/visitors.h).
struct Contact {
  std::string username;
  std::string email;
  std::string no_hp;
};

class UserStore {
 public:
  virtual ~UserStore() = default;

  // Of whoever has a row, erased or not.
  virtual base::Result<std::optional<Standing>> standing(UserId id) = 0;

  // Gives the next id, which is no id that ever was; the version is 1. The event's subject is
  // empty: the store names the person in it. Taken, if anything.
  virtual base::Result<Written> add(const User& user, const Keys& keys,
                                    const audit::Event& event) = 0;
  // Everything but id, sub, created_at and last_login_at, if the version is still `user.version`;
  // one more then.
  virtual base::Result<Written> update(const User& user, const Keys& keys,
                                       const audit::Event& event) = 0;
  // As update(), and when it writes, the person's sessions end in the same transaction.
  virtual base::Result<Written> update_and_end(const User& user, const Keys& keys,
                                               const audit::Event& event,
                                               const sessions::Ending& ending) = 0;
  // As update() with no keys, and forgets what hangs on the person in the same transaction: the
  // password, grants, sessions, transactions and every other row of theirs, and the last login.
  virtual base::Result<Written> erase(const User& blank, const audit::Event& event) = 0;

  virtual base::Result<std::optional<User>> find(UserId id) = 0;
  virtual base::Result<std::optional<User>> find_by_sub(const std::string& sub) = 0;
  // Of an address or a number that several have, who verified it; else the lowest id, so that
  // whoever comes later takes nobody's name. Kind::nothing finds nobody.
  virtual base::Result<std::optional<User>> find_by_name(const names::Name& name) = 0;
  virtual base::Result<std::vector<User>> list(const Filter& filter, const Cursor& cursor) = 0;
};

}  // namespace identity::users
