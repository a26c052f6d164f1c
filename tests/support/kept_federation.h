// Providers, and people's accounts there, in memory, by the promises of the ports.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "federation/identity_store.h"
#include "federation/line.h"
#include "federation/provider_store.h"
#include "identity/sessions/session_book.h"
#include "tests/support/kept_people.h"

namespace support {

// Refuses what it was told to; else takes any.
class KeptAddresses final : public federation::Addresses {
 public:
  base::Done check(const std::string& url) const override {
    if (url == refused) {
      return base::reject(base::ErrorCode::invalid_request, "", "nobody asks there");
    }
    return {};
  }
  std::string refused;
};

class KeptProviders final : public federation::ProviderStore {
 public:
  using Provider = federation::Provider;

  explicit KeptProviders(audit::Trail& trail) : trail_(trail) {}

  base::Result<Provider> add(const Provider& provider, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    Provider written = provider;
    written.version = 1;
    if (!rows_.emplace(provider.name, written).second) {
      return base::reject(base::ErrorCode::conflict, "provider.name.taken", "taken");
    }
    TRY(trail_.append(event));
    return written;
  }
  base::Result<federation::ProviderWritten> update(const Provider& provider,
                                                   const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(provider.name);
    if (found == rows_.end() || found->second.version != provider.version) {
      return federation::ProviderWritten(federation::Stale{});
    }
    found->second = provider;
    found->second.version += 1;
    TRY(trail_.append(event));
    return federation::ProviderWritten(found->second);
  }
  base::Result<bool> remove(const std::string& name, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    if (rows_.erase(name) == 0) {
      return false;
    }
    TRY(trail_.append(event));
    return true;
  }
  base::Result<std::optional<Provider>> find(const std::string& name) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(name);
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  }
  base::Result<std::vector<Provider>> list() override {
    const std::lock_guard lock(mutex_);
    std::vector<Provider> all;
    for (const auto& [name, provider] : rows_) {
      all.push_back(provider);
    }
    std::ranges::sort(all, {}, [](const Provider& provider) {
      return std::pair(provider.position, provider.name);
    });
    return all;
  }

 private:
  audit::Trail& trail_;
  std::mutex mutex_;
  std::map<std::string, Provider> rows_;
};

class KeptIdentities final : public federation::IdentityStore {
 public:
  using Identity = federation::Identity;
  using UserId = federation::UserId;
  struct Parts {
    audit::Trail& trail;
    KeptPeople& people;
    KeptPasswords& passwords;
    identity::sessions::SessionBook& sessions;
  };

  explicit KeptIdentities(const Parts& parts) : parts_(parts) {}

  base::Result<std::optional<Identity>> find(base::BytesView key) override {
    std::function<void()> meanwhile;
    {
      const std::lock_guard lock(mutex_);
      const auto found = rows_.find(base::Bytes(key.begin(), key.end()));
      if (found != rows_.end()) {
        return found->second;
      }
      meanwhile = std::exchange(after_a_miss, {});
    }
    if (meanwhile) {
      meanwhile();
    }
    return std::nullopt;
  }
  base::Result<std::vector<Identity>> of(UserId user) override {
    const std::lock_guard lock(mutex_);
    std::vector<Identity> all;
    for (const auto& [key, identity] : rows_) {
      if (identity.user == user) {
        all.push_back(identity);
      }
    }
    std::ranges::sort(all, {}, &Identity::linked_at);
    return all;
  }
  base::Result<federation::SignedUp> sign_up(const identity::users::User& user,
                                             const identity::users::Keys& keys,
                                             const Identity& identity, const audit::Event& added,
                                             const audit::Event& linked) override {
    const std::lock_guard lock(mutex_);
    const auto key = federation::key_of(identity.issuer, identity.subject);
    if (rows_.contains(key)) {
      return federation::SignedUp(federation::LinkedAlready{});
    }
    TRY_VAL(written, parts_.people.add(user, keys, added));
    if (auto* taken = std::get_if<identity::users::Taken>(&written)) {
      return federation::SignedUp(std::move(*taken));
    }
    auto& there = std::get<identity::users::User>(written);
    Identity theirs = identity;
    theirs.user = there.id;
    rows_.emplace(key, theirs);
    audit::Event named = linked;
    named.subject = identity::users::subject_of(there.id);
    TRY(parts_.trail.append(named));
    return federation::SignedUp(std::move(there));
  }
  base::Result<bool> link(const Identity& identity, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    if (!rows_.emplace(federation::key_of(identity.issuer, identity.subject), identity).second) {
      return false;
    }
    TRY(parts_.trail.append(event));
    return true;
  }
  base::Result<federation::UnlinkOutcome> unlink(const federation::Unlinking& unlinking) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(unlinking.key);
    if (found == rows_.end() || found->second.user != unlinking.user) {
      return federation::UnlinkOutcome(federation::NotTheirs{});
    }
    const bool another_way = std::ranges::any_of(rows_, [&](const auto& row) {
      return row.second.user == unlinking.user && row.first != found->first &&
             unlinking.open.let_in(row.second);
    });
    TRY_VAL(password, parts_.passwords.find(unlinking.user));
    if (!another_way && !password) {
      return federation::UnlinkOutcome(federation::LastWayIn{});
    }
    rows_.erase(found);
    TRY(parts_.trail.append(unlinking.event));
    TRY_VAL(person, parts_.people.find(unlinking.user));
    if (person && person->created_at == unlinking.linked_at &&
        identity::users::keys_of(*person).email.empty() && !person->email.empty()) {
      person->email.clear();
      TRY(parts_.people.update(*person, identity::users::keys_of(*person),
                               unlinking.address_dropped));
    }
    const auto& ending = unlinking.ending;
    TRY(parts_.sessions.end_all(unlinking.user, ending.keep, ending.at, ending.event));
    return federation::UnlinkOutcome(federation::Unlinked{});
  }
  base::Result<std::vector<UserId>> people_of(const std::string& issuer, UserId after,
                                              std::size_t most) override {
    const std::lock_guard lock(mutex_);
    std::vector<UserId> people;
    for (const auto& [key, identity] : rows_) {
      if (identity.issuer == issuer && identity.user > after) {
        people.push_back(identity.user);
      }
    }
    std::ranges::sort(people);
    const auto repeated = std::ranges::unique(people);
    people.erase(repeated.begin(), repeated.end());
    people.resize(std::min(most, people.size()));
    return people;
  }
  base::Result<std::int64_t> count_of(const std::string& issuer) override {
    const std::lock_guard lock(mutex_);
    return std::ranges::count_if(
        rows_, [&issuer](const auto& row) { return row.second.issuer == issuer; });
  }

  // What others do once, between a look that finds nobody and its answer.
  std::function<void()> after_a_miss;

 private:
  const Parts parts_;
  std::mutex mutex_;
  std::map<base::Bytes, Identity> rows_;
};

}  // namespace support
