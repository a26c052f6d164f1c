// identity::users::AttributeStore in SQL.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "identity/users/attributes.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class AttributeStore final : public identity::users::AttributeStore {
 public:
  using Definition = identity::users::AttributeDefinition;

  AttributeStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Result<std::vector<Definition>> all() override;
  base::Done put(const Definition& definition, const audit::Event& event) override;
  base::Result<bool> remove(const std::string& name, const audit::Event& event) override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
