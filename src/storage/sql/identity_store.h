// federation::IdentityStore in SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "federation/identity_store.h"
#include "storage/bell.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class IdentityStore final : public federation::IdentityStore {
 public:
  using Identity = federation::Identity;
  using UserId = identity::users::UserId;

  IdentityStore(Reader& reader, Writer& writer, Bell& bell)
      : reader_(reader), writer_(writer), bell_(bell) {}

  base::Result<std::optional<Identity>> find(base::BytesView key) override;
  base::Result<std::vector<Identity>> of(UserId user) override;
  base::Result<federation::SignedUp> sign_up(const identity::users::User& user,
                                             const identity::users::Keys& keys,
                                             const Identity& identity, const audit::Event& added,
                                             const audit::Event& linked) override;
  base::Result<bool> link(const Identity& identity, const audit::Event& event) override;
  base::Result<federation::UnlinkOutcome> unlink(const federation::Unlinking& unlinking) override;
  base::Result<std::vector<federation::UserId>> people_of(const std::string& issuer,
                                                          federation::UserId after,
                                                          std::size_t most) override;
  base::Result<std::int64_t> count_of(const std::string& issuer) override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
  Bell& bell_;
};

}  // namespace storage::sql
