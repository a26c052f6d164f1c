// Clients and families over memory.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "families/family_store.h"
#include "oauth/registry/client_store.h"
#include "storage/memory/consents.h"
#include "storage/memory/families.h"
#include "storage/memory/sessions.h"
#include "storage/memory/trail.h"

namespace storage::memory {

class ClientStore final : public oauth::ClientStore {
 public:
  using Client = oauth::Client;
  using ClientId = oauth::ClientId;

  ClientStore(Trail& trail, std::mutex& mutex, ConsentStore& consents)
      : trail_(trail), mutex_(mutex), consents_(consents) {}

  base::Done add(const Client& client, const audit::Event& event) override;
  base::Result<oauth::ClientWritten> update(const Client& client,
                                            const audit::Event& event) override;
  base::Result<bool> remove(const ClientId& id, const audit::Event& event) override;
  base::Result<oauth::FoundClient> find(const ClientId& id) override;
  base::Result<std::vector<Client>> list() override;

 private:
  Trail& trail_;
  std::mutex& mutex_;
  ConsentStore& consents_;
  std::map<ClientId, Client> rows_;
};

class FamilyStore final : public families::FamilyStore {
 public:
  FamilyStore(Trail& trail, std::mutex& mutex, Families& families, SessionStore& sessions,
              People& people)
      : trail_(trail), mutex_(mutex), rows_(families.rows), sessions_(sessions), people_(people) {}

  base::Result<families::Opening> open_sole(const families::Sole& sole,
                                            const families::SoleEvents& events) override;
  base::Done end(const families::Family& family, base::Instant now,
                 const audit::Event& event) override;
  base::Result<families::Turn> turn(const families::Presented& presented,
                                    const families::TurnEvents& events) override;
  base::Result<bool> advance(const families::Step& step, const audit::Event& turned) override;
  base::Result<std::optional<families::Found>> find(const families::FamilyId& id,
                                                    base::Instant now) override;

  std::size_t sweep(base::Instant now, std::size_t limit);
  // For the stores of codes, of people and of consents, which hold the lock.
  bool open(const mint::Opening& opening);
  void forget(users::UserId user);
  void end_those_of(users::UserId user, const std::string& holder, base::Instant now);
  void end_outliving(users::UserId user, base::Instant now);

 private:
  std::optional<families::Found> found_here(const families::FamilyId& id, base::Instant now);

  Trail& trail_;
  std::mutex& mutex_;
  std::map<families::FamilyId, families::Family>& rows_;
  SessionStore& sessions_;
  People& people_;
};

}  // namespace storage::memory
