// identity::passwords::PasswordStore in SQL.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "identity/passwords/password_store.h"
#include "storage/bell.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class PasswordStore final : public identity::passwords::PasswordStore {
 public:
  using PasswordRow = identity::passwords::PasswordRow;
  using UserId = identity::users::UserId;

  PasswordStore(Reader& reader, Writer& writer, Bell& bell)
      : reader_(reader), writer_(writer), bell_(bell) {}

  base::Result<std::optional<PasswordRow>> find(UserId id) override;
  base::Done put(UserId id, const PasswordRow& row, const audit::Event& event,
                 const identity::sessions::Ending& ending) override;
  base::Result<bool> put_first(UserId id, const PasswordRow& row, const audit::Event& event,
                               const identity::sessions::Ending& ending) override;
  base::Result<bool> replace(UserId id, base::Instant since, const PasswordRow& row,
                             const audit::Event& event,
                             const identity::sessions::Ending& ending) override;
  base::Done rehash(UserId id, const std::string& old_hash, const std::string& new_hash) override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
  Bell& bell_;
};

}  // namespace storage::sql
