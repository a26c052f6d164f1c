// The clients with a short memory (base/recent.h), so that who asks for a token, or about one,
// costs the database no read for the client. Every room of OAuth asks by way of it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/recent.h"
#include "oauth/registry/client_store.h"

namespace oauth {

class RecentClients final : public ClientStore {
 public:
  using Seen = base::Recent<ClientId, Client>::Seen;

  RecentClients(ClientStore& store, const base::Clock& clock, const base::Changes& changes,
                std::size_t most = 1024)
      : store_(store), recent_(clock, changes, most) {}

  // With the moment of the reading, for who remembers something that rests on it.
  base::Result<std::optional<Seen>> look(const ClientId& id);
  // From memory alone, for an event loop. Nothing says nothing; ask look() then.
  std::optional<Seen> look_recent(const ClientId& id) const { return recent_.find(id); }

  base::Done add(const Client& client, const audit::Event& event) override;
  base::Result<ClientWritten> update(const Client& client, const audit::Event& event) override;
  base::Result<bool> remove(const ClientId& id, const audit::Event& event) override;
  base::Result<FoundClient> find(const ClientId& id) override;
  // From the store.
  base::Result<std::vector<Client>> list() override;

 private:
  ClientStore& store_;
  base::Recent<ClientId, Client> recent_;
};

}  // namespace oauth
