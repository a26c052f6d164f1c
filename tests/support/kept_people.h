// People, their passwords, grants and attributes in memory, by the promises of the ports.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/trail.h"
#include "identity/passwords/password_store.h"
#include "identity/users/attributes.h"
#include "identity/users/grants.h"
#include "identity/users/user_store.h"

namespace support {

// What the book of sessions does when a write on a person ends theirs.
using KeptEnds =
    std::function<base::Done(identity::users::UserId, const identity::sessions::Ending&)>;

class KeptPasswords final : public identity::passwords::PasswordStore {
 public:
  using UserId = identity::users::UserId;
  using PasswordRow = identity::passwords::PasswordRow;

  explicit KeptPasswords(audit::Trail& trail) : trail_(trail) {}

  base::Result<std::optional<PasswordRow>> find(UserId id) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(id);
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  }

  void on_ending(KeptEnds ends) { ends_ = std::move(ends); }

  base::Done put(UserId id, const PasswordRow& row, const audit::Event& event,
                 const identity::sessions::Ending& ending) override {
    const std::lock_guard lock(mutex_);
    rows_[id] = row;
    TRY(trail_.append(event));
    return ends_(id, ending);
  }

  base::Result<bool> put_first(UserId id, const PasswordRow& row, const audit::Event& event,
                               const identity::sessions::Ending& ending) override {
    const std::lock_guard lock(mutex_);
    if (!rows_.emplace(id, row).second) {
      return false;
    }
    TRY(trail_.append(event));
    TRY(ends_(id, ending));
    return true;
  }

  base::Result<bool> replace(UserId id, base::Instant since, const PasswordRow& row,
                             const audit::Event& event,
                             const identity::sessions::Ending& ending) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(id);
    if (found == rows_.end() || found->second.set_at != since) {
      return false;
    }
    found->second = row;
    TRY(trail_.append(event));
    TRY(ends_(id, ending));
    return true;
  }

  base::Done rehash(UserId id, const std::string& old_hash, const std::string& new_hash) override {
    const std::lock_guard lock(mutex_);
    if (const auto found = rows_.find(id); found != rows_.end() && found->second.hash == old_hash) {
      found->second.hash = new_hash;
    }
    return {};
  }

  void forget(UserId id) {
    const std::lock_guard lock(mutex_);
    rows_.erase(id);
  }

 private:
  audit::Trail& trail_;
  std::mutex mutex_;
  std::map<UserId, PasswordRow> rows_;
  KeptEnds ends_;
};

class KeptPeople final : public identity::users::UserStore,
                         public identity::users::GrantStore,
                         public identity::users::AttributeStore {
 public:
  using User = identity::users::User;
  using UserId = identity::users::UserId;
  using Keys = identity::users::Keys;
  using Written = identity::users::Written;
  using Grant = identity::users::Grant;
  using Definition = identity::users::AttributeDefinition;

  KeptPeople(audit::Trail& trail, KeptPasswords& passwords)
      : trail_(trail), passwords_(passwords) {}

  base::Result<Written> add(const User& user, const Keys& keys,
                            const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    const UserId id{last_id_ + 1};
    if (auto field = taken(id, keys)) {
      return Written(identity::users::Taken{*std::move(field)});
    }
    ++last_id_;
    audit::Event named = event;
    named.subject = identity::users::subject_of(id);
    TRY(trail_.append(named));
    Kept kept{.user = user, .keys = keys};
    kept.user.id = id;
    kept.user.version = 1;
    people_.emplace(id, kept);
    return Written(kept.user);
  }

  base::Result<Written> update(const User& user, const Keys& keys,
                               const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    return write(user, keys, event);
  }

  void on_ending(const KeptEnds& ends) {
    ends_ = ends;
    passwords_.on_ending(ends);
  }

  base::Result<Written> update_and_end(const User& user, const Keys& keys,
                                       const audit::Event& event,
                                       const identity::sessions::Ending& ending) override {
    const std::lock_guard lock(mutex_);
    TRY_VAL(written, write(user, keys, event));
    if (std::holds_alternative<User>(written)) {
      TRY(ends_(user.id, ending));
    }
    return written;
  }

  base::Result<Written> erase(const User& blank, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    TRY_VAL(written, write(blank, {}, event));
    if (std::holds_alternative<User>(written)) {
      people_.at(blank.id).user.last_login_at.reset();
      passwords_.forget(blank.id);
      administrators_.erase(blank.id);
    }
    return written;
  }

  // Past every gate: nothing else of theirs ends with it.
  void stand_as(UserId id, identity::users::Status status) {
    const std::lock_guard lock(mutex_);
    people_.at(id).user.status = status;
  }

  // For the sessions.
  void logged_in(UserId id, base::Instant at) {
    const std::lock_guard lock(mutex_);
    people_.at(id).user.last_login_at = at;
  }

  base::Result<std::optional<identity::users::Standing>> standing(UserId id) override {
    const std::lock_guard lock(mutex_);
    const auto found = people_.find(id);
    if (found == people_.end()) {
      return std::optional<identity::users::Standing>();
    }
    const User& user = found->second.user;
    return std::optional(identity::users::Standing{.id = id,
                                                   .status = user.status,
                                                   .sub = user.sub,
                                                   .administrator = administrators_.contains(id)});
  }

  base::Result<std::optional<User>> find(UserId id) override {
    const std::lock_guard lock(mutex_);
    const auto found = people_.find(id);
    return found == people_.end() ? std::nullopt : std::optional(found->second.user);
  }

  base::Result<std::optional<User>> find_by_sub(const std::string& sub) override {
    const std::lock_guard lock(mutex_);
    return first([&sub](const Kept& kept) { return kept.user.sub == sub; });
  }

  base::Result<std::optional<User>> find_by_name(const identity::names::Name& name) override {
    const std::lock_guard lock(mutex_);
    using identity::names::Kind;
    switch (name.kind) {
      case Kind::username:
        return first([&name](const Kept& kept) { return kept.keys.username == name.key; });
      case Kind::email:
        return verified_first([&name](const Kept& kept) { return kept.keys.email == name.key; },
                              [](const Kept& kept) { return kept.keys.email_verified; });
      case Kind::phone:
        return verified_first([&name](const Kept& kept) { return kept.keys.phone == name.key; },
                              [](const Kept& kept) { return kept.keys.phone_verified; });
      case Kind::nothing:
        break;
    }
    return std::optional<User>();
  }

  base::Result<std::vector<User>> list(const identity::users::Filter& filter,
                                       const identity::users::Cursor& cursor) override {
    const std::lock_guard lock(mutex_);
    std::vector<User> users;
    for (const auto& [id, kept] : people_) {
      const bool named = kept.keys.username.starts_with(filter.prefix) ||
                         kept.keys.email.starts_with(filter.prefix);
      const bool meant = named && (!filter.status || kept.user.status == *filter.status) &&
                         (!filter.administrators || administrators_.contains(id));
      if (id > cursor.after && meant && users.size() < cursor.limit) {
        users.push_back(kept.user);
      }
    }
    return users;
  }

  base::Result<bool> has(UserId id, Grant) override {
    const std::lock_guard lock(mutex_);
    return administrators_.contains(id);
  }

  base::Result<std::vector<UserId>> holders(Grant) override {
    const std::lock_guard lock(mutex_);
    return active_administrators();
  }

  base::Result<bool> add(UserId id, Grant, base::Instant, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    if (!people_.contains(id) || !administrators_.insert(id).second) {
      return false;
    }
    TRY(trail_.append(event));
    return true;
  }

  base::Result<bool> add_first(UserId id, Grant, base::Instant,
                               const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    if (!active_administrators().empty()) {
      return false;
    }
    administrators_.insert(id);
    TRY(trail_.append(event));
    return true;
  }

  base::Result<identity::users::Revocation> remove(UserId id, Grant,
                                                   const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    if (is_last_administrator(id)) {
      return identity::users::Revocation::last_administrator;
    }
    if (administrators_.erase(id) == 0) {
      return identity::users::Revocation::not_held;
    }
    TRY(trail_.append(event));
    return identity::users::Revocation::revoked;
  }

  base::Result<std::vector<Definition>> all() override {
    const std::lock_guard lock(mutex_);
    std::vector<Definition> definitions;
    for (const auto& [name, definition] : definitions_) {
      definitions.push_back(definition);
    }
    return definitions;
  }

  base::Done put(const Definition& definition, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    definitions_[definition.name] = definition;
    return trail_.append(event);
  }

  base::Result<bool> remove(const std::string& name, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    if (definitions_.erase(name) == 0) {
      return false;
    }
    TRY(trail_.append(event));
    return true;
  }

 private:
  struct Kept {
    User user;
    Keys keys;
  };

  std::optional<std::string> taken(UserId id, const Keys& keys) const {
    for (const auto& [other, kept] : people_) {
      if (other == id) {
        continue;
      }
      if (!keys.username.empty() && kept.keys.username == keys.username) {
        return "username";
      }
      if (keys.email_verified && kept.keys.email_verified && kept.keys.email == keys.email) {
        return "email";
      }
      if (keys.phone_verified && kept.keys.phone_verified && kept.keys.phone == keys.phone) {
        return "no_hp";
      }
    }
    return std::nullopt;
  }

  base::Result<Written> write(const User& user, const Keys& keys, const audit::Event& event) {
    const auto found = people_.find(user.id);
    if (found == people_.end() || found->second.user.version != user.version) {
      return Written(identity::users::Stale{});
    }
    if (auto field = taken(user.id, keys)) {
      return Written(identity::users::Taken{*std::move(field)});
    }
    if (user.status != identity::users::Status::active && is_last_administrator(user.id)) {
      return Written(identity::users::LastAdministrator{});
    }
    TRY(trail_.append(event));
    const auto last_login_at = found->second.user.last_login_at;
    found->second = {.user = user, .keys = keys};
    found->second.user.version += 1;
    found->second.user.last_login_at = last_login_at;
    return Written(found->second.user);
  }

  template <class Test>
  std::optional<User> first(Test test) const {
    for (const auto& [id, kept] : people_) {
      if (test(kept)) {
        return kept.user;
      }
    }
    return std::nullopt;
  }

  template <class Test, class Verified>
  std::optional<User> verified_first(Test test, Verified verified) const {
    auto owner = first([&](const Kept& kept) { return test(kept) && verified(kept); });
    return owner ? owner : first(test);
  }

  std::vector<UserId> active_administrators() const {
    std::vector<UserId> ids;
    for (const UserId id : administrators_) {
      const auto found = people_.find(id);
      if (found != people_.end() && found->second.user.status == identity::users::Status::active) {
        ids.push_back(id);
      }
    }
    return ids;
  }

  bool is_last_administrator(UserId id) const {
    return active_administrators() == std::vector<UserId>{id};
  }

  audit::Trail& trail_;
  KeptPasswords& passwords_;
  std::mutex mutex_;
  std::int64_t last_id_ = 0;
  std::map<UserId, Kept> people_;
  std::set<UserId> administrators_;
  std::map<std::string, Definition> definitions_;
  KeptEnds ends_;
};

}  // namespace support
