#include "storage/sql/login_book.h"

#include <utility>

#include "storage/sql/session_rows.h"

namespace storage::sql {
namespace {

constexpr Query kLook{
    .name = "login_book.look",
    .text = "SELECT " GAPURA_SESSION_COLUMNS
            ", families.holder, families.gone_at, families.ended_at, users.status, users.email, "
            "users.name FROM families JOIN sessions "
            "ON sessions.id = families.session_id "
            "AND sessions.user_id = families.user_id "
            "JOIN users ON users.id = families.user_id WHERE families.id = $1"};

}  // namespace

base::Result<std::optional<session_api::Login>> LoginBook::look(const mint::FamilyId& id) {
  TRY_VAL(rows, reader_.read(kLook, Params::of(id.bytes())));
  if (rows.empty()) {
    return std::optional<session_api::Login>();
  }
  TRY_VAL(session, session_of(rows, 0));
  using identity::users::Status;
  return std::optional(session_api::Login{
      .family = id,
      .holder = rows.text(0, kSessionColumns),
      .family_until = rows.instant(0, kSessionColumns + 1),
      .family_ended_at = rows.is_null(0, kSessionColumns + 2)
                             ? std::nullopt
                             : std::optional(rows.instant(0, kSessionColumns + 2)),
      .session = std::move(session),
      // What this program does not know is not active.
      .status = identity::users::status_from(rows.octets(0, kSessionColumns + 3))
                    .value_or(Status::erased),
      .email = rows.text(0, kSessionColumns + 4),
      .name = rows.text(0, kSessionColumns + 5)});
}

std::span<const Query* const> LoginBook::queries() {
  static constexpr const Query* kQueries[] = {&kLook};
  return kQueries;
}

}  // namespace storage::sql
