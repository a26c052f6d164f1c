#include "oauth/registry/recent_clients.h"

#include <utility>

namespace oauth {

base::Result<std::optional<RecentClients::Seen>> RecentClients::look(const ClientId& id) {
  if (auto seen = recent_.find(id)) {
    return seen;
  }
  const base::Moment moment = recent_.moment();
  TRY_VAL(found, store_.find(id));
  if (!found) {
    return std::optional<Seen>();
  }
  Seen seen{.of = moment, .value = std::move(found)};
  recent_.keep(id, base::Changes::place(base::Thing::client, id.bytes()), seen);
  return std::optional(std::move(seen));
}

base::Done RecentClients::add(const Client& client, const audit::Event& event) {
  return store_.add(client, event);
}

base::Result<ClientWritten> RecentClients::update(const Client& client, const audit::Event& event) {
  return store_.update(client, event);
}

base::Result<bool> RecentClients::remove(const ClientId& id, const audit::Event& event) {
  return store_.remove(id, event);
}

base::Result<FoundClient> RecentClients::find(const ClientId& id) {
  TRY_VAL(seen, look(id));
  return seen ? std::move(seen->value) : nullptr;
}

base::Result<std::vector<Client>> RecentClients::list() { return store_.list(); }

}  // namespace oauth
