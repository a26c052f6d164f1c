// federation::ProviderStore in SQL.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "federation/provider_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class ProviderStore final : public federation::ProviderStore {
 public:
  using Provider = federation::Provider;

  ProviderStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Result<Provider> add(const Provider& provider, const audit::Event& event) override;
  base::Result<federation::ProviderWritten> update(const Provider& provider,
                                                   const audit::Event& event) override;
  base::Result<bool> remove(const std::string& name, const audit::Event& event) override;
  base::Result<std::optional<Provider>> find(const std::string& name) override;
  base::Result<std::vector<Provider>> list() override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
