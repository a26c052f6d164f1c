// Providers, and people's accounts there, over memory. Each store takes the one lock and enters its
// event under it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "federation/identity_store.h"
#include "federation/provider_store.h"
#include "storage/memory/people.h"
#include "storage/memory/sessions.h"
#include "storage/memory/trail.h"

namespace storage::memory {

// The rows that several stores look at; whoever does holds the lock.
struct Federation {
  std::map<std::string, federation::Provider> providers;
  std::map<base::Bytes, federation::Identity> identities;

  // Whose they are stays, what they are is gone.
  void blank(users::UserId person);
};

class ProviderStore final : public federation::ProviderStore {
 public:
  using Provider = federation::Provider;

  ProviderStore(Trail& trail, std::mutex& mutex, Federation& rows)
      : trail_(trail), mutex_(mutex), rows_(rows) {}

  base::Result<Provider> add(const Provider& provider, const audit::Event& event) override;
  base::Result<federation::ProviderWritten> update(const Provider& provider,
                                                   const audit::Event& event) override;
  base::Result<bool> remove(const std::string& name, const audit::Event& event) override;
  base::Result<std::optional<Provider>> find(const std::string& name) override;
  base::Result<std::vector<Provider>> list() override;

 private:
  Trail& trail_;
  std::mutex& mutex_;
  Federation& rows_;
};

class IdentityStore final : public federation::IdentityStore {
 public:
  using Identity = federation::Identity;
  using UserId = users::UserId;

  struct Others {
    People& people;
    UserStore& users;
    SessionStore& sessions;
  };
  IdentityStore(Trail& trail, std::mutex& mutex, Federation& rows, const Others& others)
      : trail_(trail), mutex_(mutex), rows_(rows), others_(others) {}

  base::Result<std::optional<Identity>> find(base::BytesView key) override;
  base::Result<std::vector<Identity>> of(UserId user) override;
  base::Result<federation::SignedUp> sign_up(const users::User& user, const users::Keys& keys,
                                             const Identity& identity, const audit::Event& added,
                                             const audit::Event& linked) override;
  base::Result<bool> link(const Identity& identity, const audit::Event& event) override;
  base::Result<federation::UnlinkOutcome> unlink(const federation::Unlinking& unlinking) override;
  base::Result<std::vector<UserId>> people_of(const std::string& issuer, UserId after,
                                              std::size_t most) override;
  base::Result<std::int64_t> count_of(const std::string& issuer) override;

 private:
  std::vector<Identity> in_order(UserId user) const;

  Trail& trail_;
  std::mutex& mutex_;
  Federation& rows_;
  Others others_;
};

}  // namespace storage::memory
