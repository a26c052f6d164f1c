// identity::users::GrantStore in SQL.
#pragma once

#include <span>
#include <vector>

#include "identity/users/grants.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class GrantStore final : public identity::users::GrantStore {
 public:
  using Grant = identity::users::Grant;
  using UserId = identity::users::UserId;

  GrantStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Result<bool> has(UserId id, Grant grant) override;
  base::Result<std::vector<UserId>> holders(Grant grant) override;
  base::Result<bool> add(UserId id, Grant grant, base::Instant at,
                         const audit::Event& event) override;
  base::Result<bool> add_first(UserId id, Grant grant, base::Instant at,
                               const audit::Event& event) override;
  base::Result<identity::users::Revocation> remove(UserId id, Grant grant,
                                                   const audit::Event& event) override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
