#include "storage/sql/visitors.h"

#include "mint/one_time_store.h"

namespace storage::sql {
namespace {

using redirect_sso::Visitor;

constexpr Query kLook{
    .name = "visitors.look",
    .text =
        "SELECT u.status, u.username, u.email, u.no_hp, "
        "(SELECT COUNT(*) FROM grants AS g WHERE g.name = 'administrator' AND g.user_id = u.id), "
        "(SELECT COUNT(*) FROM sessions AS s WHERE s.id = $2 AND s.user_id = u.id "
        "AND s.ended_at IS NULL AND s.gone_at > $3) FROM users AS u WHERE u.id = $1"};
constexpr Query kWaits{.name = "visitors.waits",
                       .text =
                           "SELECT purpose FROM one_time WHERE hash = $1 AND purpose = $2 "
                           "AND spent_at IS NULL AND expires_at > $3"};

}  // namespace

base::Result<std::optional<Visitor>> Visitors::look(identity::users::UserId user,
                                                    const mint::SessionId& session,
                                                    base::Instant now) {
  TRY_VAL(rows, reader_.read(kLook, Params::of(user.value, session.bytes(), now)));
  if (rows.empty()) {
    return std::optional<Visitor>();
  }
  return std::optional(Visitor{
      .id = user,
      .username = rows.text(0, 1),
      .email = rows.text(0, 2),
      .no_hp = rows.text(0, 3),
      .status =
          identity::users::status_from(rows.octets(0, 0)).value_or(identity::users::Status::erased),
      .administrator = rows.integer(0, 4) > 0,
      .session_live = rows.integer(0, 5) > 0});
}

base::Result<bool> Visitors::waits(base::BytesView code_hash, base::Instant now) {
  TRY_VAL(rows, reader_.read(
                    kWaits, Params::of(code_hash, mint::to_string(mint::Purpose::site_code), now)));
  return !rows.empty();
}

std::span<const Query* const> Visitors::queries() {
  static constexpr const Query* kQueries[] = {&kLook, &kWaits};
  return kQueries;
}

}  // namespace storage::sql
