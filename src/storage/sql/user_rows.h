// A person as the columns of their row.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "identity/users/user.h"
#include "identity/users/user_store.h"
#include "storage/query.h"
#include "storage/rows.h"
#include "storage/write.h"

// In the order in which user_of() reads them.
#define GAPURA_USER_COLUMNS                                                              \
  "id, sub, version, status, username, name, email, email_verified_at, no_hp, "          \
  "phone_verified_at, nip, email_pp, kd_satker, nama_satker, role, claims, attributes, " \
  "created_at, updated_at, last_login_at, email_key"

#define GAPURA_IS_ADMINISTRATOR(USER) \
  "(SELECT COUNT(*) FROM grants AS g WHERE g.name = 'administrator' AND g.user_id = " USER ")"
// Of `users AS u`, in the order in which standing_of() reads them.
#define GAPURA_STANDING_COLUMNS "u.id, u.status, u.sub, " GAPURA_IS_ADMINISTRATOR("u.id")

namespace storage::sql {

inline constexpr std::size_t kStandingColumns = 4;

// What a statement is given: views of the user and the keys, and the columns of JSON.
struct UserColumns {
  UserColumns(const identity::users::User& given, const identity::users::Keys& keys);

  const identity::users::User& user;
  std::string_view status;
  // NULL where there is none.
  std::optional<std::string_view> username_key;
  std::optional<std::string_view> email_key;
  std::optional<std::string_view> phone_key;
  // What others may not have: NULL until it is verified.
  std::optional<std::string_view> own_email;
  std::optional<std::string_view> own_phone;
  std::string email_pp;
  std::string claims;
  std::string attributes;
};

// Answers with the id, or with nothing when a name is somebody else's.
extern const Query kAddUser;
Statement insert_user(Tx& tx, const UserColumns& row);
// $1 the person, who is meant by none of it; then the keys of username, address and number.
extern const Query kNamesTaken;

base::Result<identity::users::User> user_of(const Rows& rows, std::size_t row);
// The first row's, from that column on.
identity::users::Standing standing_of(const Rows& rows, std::size_t column);

}  // namespace storage::sql
