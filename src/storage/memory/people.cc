#include "storage/memory/people.h"

#include <utility>

#include "storage/memory/clients.h"
#include "storage/memory/federation.h"
#include "storage/memory/logins.h"
#include "storage/memory/sessions.h"

namespace storage::memory {
namespace {

using users::Status;
using users::User;
using users::UserId;
using users::Written;

template <class Test>
std::optional<User> first(const People& people, Test test) {
  for (const auto& [id, person] : people.rows) {
    if (test(person)) {
      return person.user;
    }
  }
  return std::nullopt;
}

template <class Test, class Verified>
std::optional<User> verified_first(const People& people, Test test, Verified verified) {
  auto owner =
      first(people, [&](const Person& person) { return test(person) && verified(person); });
  return owner ? owner : first(people, test);
}

}  // namespace

Person* People::find(UserId id) {
  const auto found = rows.find(id);
  return found == rows.end() ? nullptr : &found->second;
}

std::optional<users::Standing> People::standing(UserId id) {
  const Person* const person = find(id);
  return person == nullptr ? std::nullopt
                           : std::optional(users::Standing{.id = id,
                                                           .status = person->user.status,
                                                           .sub = person->user.sub,
                                                           .administrator = person->administrator});
}

Person* People::find_there(UserId id) {
  Person* const person = find(id);
  return person == nullptr || person->user.status == Status::erased ? nullptr : person;
}

std::vector<UserId> People::active_administrators() const {
  std::vector<UserId> ids;
  for (const auto& [id, person] : rows) {
    if (person.administrator && person.user.status == Status::active) {
      ids.push_back(id);
    }
  }
  return ids;
}

bool People::is_last_administrator(UserId id) const {
  return active_administrators() == std::vector<UserId>{id};
}

base::Result<Written> UserStore::add(const User& user, const users::Keys& keys,
                                     const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  return add_locked(user, keys, event);
}

base::Result<Written> UserStore::add_locked(const User& user, const users::Keys& keys,
                                            const audit::Event& event) {
  if (auto other = taken({}, keys)) {
    return Written(*std::move(other));
  }
  if (first(people_, [&user](const Person& person) { return person.user.sub == user.sub; })) {
    return base::reject(base::ErrorCode::conflict, "", "the sub is somebody else's");
  }
  const UserId id{++people_.last_id};
  Person person{.user = user, .keys = keys, .password = {}};
  person.user.id = id;
  person.user.version = 1;
  audit::Event named = event;
  named.subject = users::subject_of(id);
  trail_.enter(named);
  return Written(people_.rows.emplace(id, std::move(person)).first->second.user);
}

base::Result<Written> UserStore::update(const User& user, const users::Keys& keys,
                                        const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  return write(user, keys, event);
}

base::Result<Written> UserStore::update_and_end(const User& user, const users::Keys& keys,
                                                const audit::Event& event,
                                                const identity::sessions::Ending& ending) {
  const std::lock_guard lock(mutex_);
  Written written = write(user, keys, event);
  if (std::holds_alternative<User>(written)) {
    hanging_.sessions.end_all(user.id, ending);
  }
  return written;
}

base::Result<Written> UserStore::erase(const User& blank, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  Written written = write(blank, {}, event);
  if (auto* erased = std::get_if<User>(&written)) {
    Person& person = *people_.find(blank.id);
    person.administrator = false;
    person.password.reset();
    person.user.last_login_at.reset();
    hanging_.sessions.forget(blank.id, blank.updated_at);
    hanging_.logins.forget(blank.id);
    hanging_.families.forget(blank.id);
    hanging_.consents.forget(blank.id);
    hanging_.federation.blank(blank.id);
    *erased = person.user;
  }
  return written;
}

Written UserStore::write(const User& user, const users::Keys& keys, const audit::Event& event) {
  Person* const person = people_.find(user.id);
  if (person == nullptr || person->user.version != user.version) {
    return users::Stale{};
  }
  if (auto other = taken(user.id, keys)) {
    return *std::move(other);
  }
  if (user.status != Status::active && people_.is_last_administrator(user.id)) {
    return users::LastAdministrator{};
  }
  const User before = std::exchange(person->user, user);
  person->user.version += 1;
  person->user.sub = before.sub;
  person->user.created_at = before.created_at;
  person->user.last_login_at = before.last_login_at;
  person->keys = keys;
  trail_.enter(event);
  return person->user;
}

std::optional<users::Taken> UserStore::taken(UserId id, const users::Keys& keys) const {
  for (const auto& [other, person] : people_.rows) {
    if (other == id) {
      continue;
    }
    if (!keys.username.empty() && person.keys.username == keys.username) {
      return users::Taken{"username"};
    }
    if (keys.email_verified && person.keys.email_verified && person.keys.email == keys.email) {
      return users::Taken{"email"};
    }
    if (keys.phone_verified && person.keys.phone_verified && person.keys.phone == keys.phone) {
      return users::Taken{"no_hp"};
    }
  }
  return std::nullopt;
}

base::Result<std::optional<users::Standing>> UserStore::standing(UserId id) {
  const std::lock_guard lock(mutex_);
  return people_.standing(id);
}

base::Result<std::optional<User>> UserStore::find(UserId id) {
  const std::lock_guard lock(mutex_);
  const Person* const person = people_.find(id);
  return person == nullptr ? std::nullopt : std::optional(person->user);
}

base::Result<std::optional<User>> UserStore::find_by_sub(const std::string& sub) {
  const std::lock_guard lock(mutex_);
  return first(people_, [&sub](const Person& person) { return person.user.sub == sub; });
}

base::Result<std::optional<User>> UserStore::find_by_name(const identity::names::Name& name) {
  using identity::names::Kind;
  const std::lock_guard lock(mutex_);
  switch (name.kind) {
    case Kind::username:
      return first(people_,
                   [&name](const Person& person) { return person.keys.username == name.key; });
    case Kind::email:
      return verified_first(
          people_, [&name](const Person& person) { return person.keys.email == name.key; },
          [](const Person& person) { return person.keys.email_verified; });
    case Kind::phone:
      return verified_first(
          people_, [&name](const Person& person) { return person.keys.phone == name.key; },
          [](const Person& person) { return person.keys.phone_verified; });
    case Kind::nothing:
      return std::optional<User>();
  }
  std::unreachable();
}

base::Result<std::vector<User>> UserStore::list(const users::Filter& filter,
                                                const users::Cursor& cursor) {
  const std::lock_guard lock(mutex_);
  std::vector<User> found;
  for (auto at = people_.rows.upper_bound(cursor.after);
       at != people_.rows.end() && found.size() < cursor.limit; ++at) {
    const Person& person = at->second;
    if ((person.keys.username.starts_with(filter.prefix) ||
         person.keys.email.starts_with(filter.prefix)) &&
        (!filter.status || person.user.status == *filter.status) &&
        (!filter.administrators || person.administrator)) {
      found.push_back(person.user);
    }
  }
  return found;
}

base::Result<bool> GrantStore::has(UserId id, users::Grant) {
  const std::lock_guard lock(mutex_);
  const Person* const person = people_.find(id);
  return person != nullptr && person->administrator;
}

base::Result<std::vector<UserId>> GrantStore::holders(users::Grant) {
  const std::lock_guard lock(mutex_);
  return people_.active_administrators();
}

base::Result<bool> GrantStore::add(UserId id, users::Grant, base::Instant,
                                   const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  Person* const person = people_.find_there(id);
  if (person == nullptr || std::exchange(person->administrator, true)) {
    return false;
  }
  trail_.enter(event);
  return true;
}

base::Result<bool> GrantStore::add_first(UserId id, users::Grant, base::Instant,
                                         const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  Person* const person = people_.find_there(id);
  if (person == nullptr || !people_.active_administrators().empty()) {
    return false;
  }
  person->administrator = true;
  trail_.enter(event);
  return true;
}

base::Result<users::Revocation> GrantStore::remove(UserId id, users::Grant,
                                                   const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  Person* const person = people_.find(id);
  if (person == nullptr || !person->administrator) {
    return users::Revocation::not_held;
  }
  if (people_.is_last_administrator(id)) {
    return users::Revocation::last_administrator;
  }
  person->administrator = false;
  trail_.enter(event);
  return users::Revocation::revoked;
}

base::Result<std::vector<users::AttributeDefinition>> AttributeStore::all() {
  const std::lock_guard lock(mutex_);
  std::vector<users::AttributeDefinition> found;
  found.reserve(rows_.size());
  for (const auto& [name, definition] : rows_) {
    found.push_back(definition);
  }
  return found;
}

base::Done AttributeStore::put(const users::AttributeDefinition& definition,
                               const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  rows_.insert_or_assign(definition.name, definition);
  trail_.enter(event);
  return {};
}

base::Result<bool> AttributeStore::remove(const std::string& name, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (rows_.erase(name) == 0) {
    return false;
  }
  trail_.enter(event);
  return true;
}

base::Result<std::optional<identity::passwords::PasswordRow>> PasswordStore::find(UserId id) {
  const std::lock_guard lock(mutex_);
  const Person* const person = people_.find(id);
  return person == nullptr ? std::nullopt : person->password;
}

void PasswordStore::end_what_it_opened(UserId id, const identity::sessions::Ending& ending) {
  sessions_.end_all(id, ending);
  families_.end_outliving(id, ending.at);
}

base::Done PasswordStore::put(UserId id, const identity::passwords::PasswordRow& row,
                              const audit::Event& event, const identity::sessions::Ending& ending) {
  const std::lock_guard lock(mutex_);
  Person* const person = people_.find_there(id);
  if (person == nullptr) {
    return base::reject(base::ErrorCode::not_found, "user.unknown", "there is no such user");
  }
  person->password = row;
  trail_.enter(event);
  end_what_it_opened(id, ending);
  return {};
}

base::Result<bool> PasswordStore::put_first(UserId id, const identity::passwords::PasswordRow& row,
                                            const audit::Event& event,
                                            const identity::sessions::Ending& ending) {
  const std::lock_guard lock(mutex_);
  Person* const person = people_.find_there(id);
  if (person == nullptr || person->password) {
    return false;
  }
  person->password = row;
  trail_.enter(event);
  end_what_it_opened(id, ending);
  return true;
}

base::Result<bool> PasswordStore::replace(UserId id, base::Instant since,
                                          const identity::passwords::PasswordRow& row,
                                          const audit::Event& event,
                                          const identity::sessions::Ending& ending) {
  const std::lock_guard lock(mutex_);
  Person* const person = people_.find_there(id);
  if (person == nullptr || !person->password || person->password->set_at != since) {
    return false;
  }
  person->password = row;
  trail_.enter(event);
  end_what_it_opened(id, ending);
  return true;
}

base::Done PasswordStore::rehash(UserId id, const std::string& old_hash,
                                 const std::string& new_hash) {
  const std::lock_guard lock(mutex_);
  Person* const person = people_.find(id);
  if (person != nullptr && person->password && person->password->hash == old_hash) {
    person->password->hash = new_hash;
  }
  return {};
}

}  // namespace storage::memory
