// session_api::LoginBook in SQL: one statement.
#pragma once

#include <optional>
#include <span>

#include "session_api/login_book.h"
#include "storage/query.h"
#include "storage/reader.h"

namespace storage::sql {

class LoginBook final : public session_api::LoginBook {
 public:
  explicit LoginBook(Reader& reader) : reader_(reader) {}

  base::Result<std::optional<session_api::Login>> look(const mint::FamilyId& id) override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
};

}  // namespace storage::sql
