// The port for clients. Each writing operation is one transaction with its entry in the trail.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "audit/event.h"
#include "base/result.h"
#include "oauth/registry/client.h"

namespace oauth {

// It was changed or deleted since it was read.
struct Stale {};
using ClientWritten = std::variant<Client, Stale>;
// As it was read, for as many as ask; nothing when there is none.
using FoundClient = std::shared_ptr<const Client>;

class ClientStore {
 public:
  virtual ~ClientStore() = default;
  // conflict when there is a client of that id.
  virtual base::Done add(const Client& client, const audit::Event& event) = 0;
  // Everything but id and created_at, if the version is still `client.version`; one more then.
  virtual base::Result<ClientWritten> update(const Client& client, const audit::Event& event) = 0;
  // False when there is none.
  virtual base::Result<bool> remove(const ClientId& id, const audit::Event& event) = 0;

  virtual base::Result<FoundClient> find(const ClientId& id) = 0;
  // By id, which is by age.
  virtual base::Result<std::vector<Client>> list() = 0;
};

}  // namespace oauth
