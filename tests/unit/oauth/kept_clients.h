// The port for clients in memory, by its promises.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "audit/trail.h"
#include "oauth/registry/client_store.h"

namespace support {

class KeptClients final : public oauth::ClientStore {
 public:
  using Client = oauth::Client;
  using ClientId = oauth::ClientId;

  explicit KeptClients(audit::Trail& trail) : trail_(trail) {}

  base::Done add(const Client& client, const audit::Event& event) override {
    rows_.insert_or_assign(client.id, client);
    return trail_.append(event);
  }
  base::Result<oauth::ClientWritten> update(const Client& client,
                                            const audit::Event& event) override {
    const auto found = rows_.find(client.id);
    if (found == rows_.end() || found->second.version != client.version) {
      return oauth::ClientWritten(oauth::Stale{});
    }
    found->second = client;
    found->second.version += 1;
    TRY(trail_.append(event));
    return oauth::ClientWritten(found->second);
  }
  base::Result<bool> remove(const ClientId& id, const audit::Event& event) override {
    if (rows_.erase(id) == 0) {
      return false;
    }
    TRY(trail_.append(event));
    return true;
  }
  base::Result<oauth::FoundClient> find(const ClientId& id) override {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : std::make_shared<const Client>(found->second);
  }
  base::Result<std::vector<Client>> list() override {
    std::vector<Client> all;
    for (const auto& [id, client] : rows_) {
      all.push_back(client);
    }
    return all;
  }

 private:
  audit::Trail& trail_;
  std::map<ClientId, Client> rows_;
};

}  // namespace support
