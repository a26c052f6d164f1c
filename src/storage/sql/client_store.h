// oauth::ClientStore in SQL.
#pragma once

#include <span>
#include <vector>

#include "oauth/registry/client_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class ClientStore final : public oauth::ClientStore {
 public:
  using Client = oauth::Client;
  using ClientId = oauth::ClientId;

  ClientStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Done add(const Client& client, const audit::Event& event) override;
  base::Result<oauth::ClientWritten> update(const Client& client,
                                            const audit::Event& event) override;
  base::Result<bool> remove(const ClientId& id, const audit::Event& event) override;
  base::Result<oauth::FoundClient> find(const ClientId& id) override;
  base::Result<std::vector<Client>> list() override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
