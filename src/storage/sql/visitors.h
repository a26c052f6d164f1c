// redirect_sso::Visitors in SQL: one statement a question.
#pragma once

#include <optional>
#include <span>

#include "redirect_sso/visitors.h"
#include "storage/query.h"
#include "storage/reader.h"

namespace storage::sql {

class Visitors final : public redirect_sso::Visitors {
 public:
  explicit Visitors(Reader& reader) : reader_(reader) {}

  base::Result<std::optional<redirect_sso::Visitor>> look(identity::users::UserId user,
                                                          const mint::SessionId& session,
                                                          base::Instant now) override;
  base::Result<bool> waits(base::BytesView code_hash, base::Instant now) override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
};

}  // namespace storage::sql
