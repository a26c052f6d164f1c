#include "storage/memory/federation.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace storage::memory {

using federation::Identity;
using federation::Provider;

void Federation::blank(users::UserId person) {
  for (auto& [key, identity] : identities) {
    if (identity.user == person) {
      identity.issuer.clear();
      identity.subject.clear();
      identity.label.clear();
    }
  }
}

base::Result<Provider> ProviderStore::add(const Provider& provider, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  Provider written = provider;
  written.version = 1;
  if (!rows_.providers.emplace(provider.name, written).second) {
    return base::reject(base::ErrorCode::conflict, "provider.name.taken",
                        "there is a provider of that name");
  }
  trail_.enter(event);
  return written;
}

base::Result<federation::ProviderWritten> ProviderStore::update(const Provider& provider,
                                                                const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.providers.find(provider.name);
  if (found == rows_.providers.end() || found->second.version != provider.version) {
    return federation::ProviderWritten(federation::Stale{});
  }
  const base::Instant created_at = found->second.created_at;
  found->second = provider;
  found->second.created_at = created_at;
  found->second.version += 1;
  trail_.enter(event);
  return federation::ProviderWritten(found->second);
}

base::Result<bool> ProviderStore::remove(const std::string& name, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (rows_.providers.erase(name) == 0) {
    return false;
  }
  trail_.enter(event);
  return true;
}

base::Result<std::optional<Provider>> ProviderStore::find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.providers.find(name);
  return found == rows_.providers.end() ? std::nullopt : std::optional(found->second);
}

base::Result<std::vector<Provider>> ProviderStore::list() {
  const std::lock_guard lock(mutex_);
  std::vector<Provider> all;
  for (const auto& [name, provider] : rows_.providers) {
    all.push_back(provider);
  }
  std::ranges::sort(all, {}, [](const Provider& provider) {
    return std::pair(provider.position, provider.name);
  });
  return all;
}

base::Result<std::optional<Identity>> IdentityStore::find(base::BytesView key) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.identities.find(base::Bytes(key.begin(), key.end()));
  return found == rows_.identities.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Identity> IdentityStore::in_order(UserId user) const {
  std::vector<Identity> all;
  for (const auto& [key, identity] : rows_.identities) {
    if (identity.user == user) {
      all.push_back(identity);
    }
  }
  std::ranges::sort(all, {}, [](const Identity& identity) {
    return std::pair(identity.linked_at, federation::key_of(identity.issuer, identity.subject));
  });
  return all;
}

base::Result<std::vector<Identity>> IdentityStore::of(UserId user) {
  const std::lock_guard lock(mutex_);
  return in_order(user);
}

base::Result<federation::SignedUp> IdentityStore::sign_up(const users::User& user,
                                                          const users::Keys& keys,
                                                          const Identity& identity,
                                                          const audit::Event& added,
                                                          const audit::Event& linked) {
  const std::lock_guard lock(mutex_);
  base::Bytes key = federation::key_of(identity.issuer, identity.subject);
  if (rows_.identities.contains(key)) {
    return federation::SignedUp(federation::LinkedAlready{});
  }
  TRY_VAL(written, others_.users.add_locked(user, keys, added));
  if (auto* taken = std::get_if<users::Taken>(&written)) {
    return federation::SignedUp(std::move(*taken));
  }
  auto& there = std::get<users::User>(written);
  Identity theirs = identity;
  theirs.user = there.id;
  rows_.identities.emplace(std::move(key), std::move(theirs));
  audit::Event named = linked;
  named.subject = users::subject_of(there.id);
  trail_.enter(named);
  return federation::SignedUp(std::move(there));
}

base::Result<bool> IdentityStore::link(const Identity& identity, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (others_.people.find_there(identity.user) == nullptr ||
      !rows_.identities.emplace(federation::key_of(identity.issuer, identity.subject), identity)
           .second) {
    return false;
  }
  trail_.enter(event);
  return true;
}

base::Result<federation::UnlinkOutcome> IdentityStore::unlink(
    const federation::Unlinking& unlinking) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.identities.find(unlinking.key);
  if (found == rows_.identities.end() || found->second.user != unlinking.user) {
    return federation::UnlinkOutcome(federation::NotTheirs{});
  }
  Person* const person = others_.people.find(unlinking.user);
  const bool another_way = std::ranges::any_of(rows_.identities, [&](const auto& row) {
    return row.second.user == unlinking.user && row.first != found->first &&
           unlinking.open.let_in(row.second);
  });
  if (!another_way && (person == nullptr || !person->password)) {
    return federation::UnlinkOutcome(federation::LastWayIn{});
  }
  rows_.identities.erase(found);
  trail_.enter(unlinking.event);
  if (person != nullptr && person->user.created_at == unlinking.linked_at &&
      person->keys.email.empty() && !person->user.email.empty()) {
    person->user.email.clear();
    person->user.version += 1;
    person->user.updated_at = unlinking.ending.at;
    person->keys.email.clear();
    trail_.enter(unlinking.address_dropped);
  }
  others_.sessions.end_all(unlinking.user, unlinking.ending);
  return federation::UnlinkOutcome(federation::Unlinked{});
}

base::Result<std::vector<IdentityStore::UserId>> IdentityStore::people_of(const std::string& issuer,
                                                                          UserId after,
                                                                          std::size_t most) {
  const std::lock_guard lock(mutex_);
  std::set<UserId> people;
  for (const auto& [key, identity] : rows_.identities) {
    if (identity.issuer == issuer && identity.user > after) {
      people.insert(identity.user);
    }
  }
  return std::vector<UserId>(
      people.begin(),
      std::next(people.begin(), static_cast<std::ptrdiff_t>(std::min(most, people.size()))));
}

base::Result<std::int64_t> IdentityStore::count_of(const std::string& issuer) {
  const std::lock_guard lock(mutex_);
  return std::ranges::count_if(rows_.identities,
                               [&issuer](const auto& row) { return row.second.issuer == issuer; });
}

}  // namespace storage::memory
