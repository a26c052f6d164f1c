// identity::users::UserStore in SQL.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "identity/users/user_store.h"
#include "storage/bell.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class UserStore final : public identity::users::UserStore {
 public:
  using User = identity::users::User;
  using UserId = identity::users::UserId;
  using Written = identity::users::Written;

  UserStore(Reader& reader, Writer& writer, Bell& bell)
      : reader_(reader), writer_(writer), bell_(bell) {}

  base::Result<Written> add(const User& user, const identity::users::Keys& keys,
                            const audit::Event& event) override;
  base::Result<Written> update(const User& user, const identity::users::Keys& keys,
                               const audit::Event& event) override;
  base::Result<Written> update_and_end(const User& user, const identity::users::Keys& keys,
                                       const audit::Event& event,
                                       const identity::sessions::Ending& ending) override;
  base::Result<Written> erase(const User& blank, const audit::Event& event) override;
  base::Result<std::optional<identity::users::Standing>> standing(UserId id) override;
  base::Result<std::optional<User>> find(UserId id) override;
  base::Result<std::optional<User>> find_by_sub(const std::string& sub) override;
  base::Result<std::optional<User>> find_by_name(const identity::names::Name& name) override;
  base::Result<std::vector<User>> list(const identity::users::Filter& filter,
                                       const identity::users::Cursor& cursor) override;

  static std::span<const Query* const> queries();

 private:
  base::Result<Written> change(const User& user, const identity::users::Keys& keys,
                               const audit::Event& event, const identity::sessions::Ending* ending);
  base::Result<std::optional<User>> find_one(const Query& query, const Param& key);

  Reader& reader_;
  Writer& writer_;
  Bell& bell_;
};

}  // namespace storage::sql
