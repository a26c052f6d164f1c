// People, their grants and what the operator says of them, over memory. Each store takes the one
// lock and enters its event under it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "identity/passwords/password_store.h"
#include "identity/users/attributes.h"
#include "identity/users/grants.h"
#include "identity/users/user_store.h"
#include "storage/memory/trail.h"

namespace storage::memory {

namespace users = identity::users;

struct Person {
  users::User user;
  users::Keys keys;
  bool administrator = false;
  std::optional<identity::passwords::PasswordRow> password;
};

// The rows that several stores look at; whoever does holds the lock.
struct People {
  std::map<users::UserId, Person> rows;
  std::int64_t last_id = 0;

  Person* find(users::UserId id);
  // As UserStore::standing().
  std::optional<users::Standing> standing(users::UserId id);
  // Neither erased nor unknown.
  Person* find_there(users::UserId id);
  std::vector<users::UserId> active_administrators() const;
  bool is_last_administrator(users::UserId id) const;
};

class SessionStore;
class TransactionStore;
class FamilyStore;
class ConsentStore;
struct Federation;

class UserStore final : public users::UserStore {
 public:
  // What hangs on a person beside their row.
  struct Hanging {
    SessionStore& sessions;
    TransactionStore& logins;
    FamilyStore& families;
    ConsentStore& consents;
    Federation& federation;
  };
  UserStore(Trail& trail, std::mutex& mutex, People& people, const Hanging& hanging)
      : trail_(trail), mutex_(mutex), people_(people), hanging_(hanging) {}

  base::Result<users::Written> add(const users::User& user, const users::Keys& keys,
                                   const audit::Event& event) override;
  // As add(), for who holds the lock.
  base::Result<users::Written> add_locked(const users::User& user, const users::Keys& keys,
                                          const audit::Event& event);
  base::Result<users::Written> update(const users::User& user, const users::Keys& keys,
                                      const audit::Event& event) override;
  base::Result<users::Written> update_and_end(const users::User& user, const users::Keys& keys,
                                              const audit::Event& event,
                                              const identity::sessions::Ending& ending) override;
  base::Result<users::Written> erase(const users::User& blank, const audit::Event& event) override;
  base::Result<std::optional<users::Standing>> standing(users::UserId id) override;
  base::Result<std::optional<users::User>> find(users::UserId id) override;
  base::Result<std::optional<users::User>> find_by_sub(const std::string& sub) override;
  base::Result<std::optional<users::User>> find_by_name(const identity::names::Name& name) override;
  base::Result<std::vector<users::User>> list(const users::Filter& filter,
                                              const users::Cursor& cursor) override;

 private:
  std::optional<users::Taken> taken(users::UserId id, const users::Keys& keys) const;
  users::Written write(const users::User& user, const users::Keys& keys, const audit::Event& event);

  Trail& trail_;
  std::mutex& mutex_;
  People& people_;
  const Hanging hanging_;
};

class GrantStore final : public users::GrantStore {
 public:
  GrantStore(Trail& trail, std::mutex& mutex, People& people)
      : trail_(trail), mutex_(mutex), people_(people) {}

  base::Result<bool> has(users::UserId id, users::Grant grant) override;
  base::Result<std::vector<users::UserId>> holders(users::Grant grant) override;
  base::Result<bool> add(users::UserId id, users::Grant grant, base::Instant at,
                         const audit::Event& event) override;
  base::Result<bool> add_first(users::UserId id, users::Grant grant, base::Instant at,
                               const audit::Event& event) override;
  base::Result<users::Revocation> remove(users::UserId id, users::Grant grant,
                                         const audit::Event& event) override;

 private:
  Trail& trail_;
  std::mutex& mutex_;
  People& people_;
};

class AttributeStore final : public users::AttributeStore {
 public:
  AttributeStore(Trail& trail, std::mutex& mutex) : trail_(trail), mutex_(mutex) {}

  base::Result<std::vector<users::AttributeDefinition>> all() override;
  base::Done put(const users::AttributeDefinition& definition, const audit::Event& event) override;
  base::Result<bool> remove(const std::string& name, const audit::Event& event) override;

 private:
  Trail& trail_;
  std::mutex& mutex_;
  std::map<std::string, users::AttributeDefinition> rows_;
};

class PasswordStore final : public identity::passwords::PasswordStore {
 public:
  PasswordStore(Trail& trail, std::mutex& mutex, People& people, SessionStore& sessions,
                FamilyStore& families)
      : trail_(trail), mutex_(mutex), people_(people), sessions_(sessions), families_(families) {}

  base::Result<std::optional<identity::passwords::PasswordRow>> find(users::UserId id) override;
  base::Done put(users::UserId id, const identity::passwords::PasswordRow& row,
                 const audit::Event& event, const identity::sessions::Ending& ending) override;
  base::Result<bool> put_first(users::UserId id, const identity::passwords::PasswordRow& row,
                               const audit::Event& event,
                               const identity::sessions::Ending& ending) override;
  base::Result<bool> replace(users::UserId id, base::Instant since,
                             const identity::passwords::PasswordRow& row, const audit::Event& event,
                             const identity::sessions::Ending& ending) override;
  base::Done rehash(users::UserId id, const std::string& old_hash,
                    const std::string& new_hash) override;

 private:
  // What the secret that was before has opened.
  void end_what_it_opened(users::UserId id, const identity::sessions::Ending& ending);

  Trail& trail_;
  std::mutex& mutex_;
  People& people_;
  SessionStore& sessions_;
  FamilyStore& families_;
};

}  // namespace storage::memory
