// What other stores do to sessions, in their own transactions, and how they read one.
#pragma once

#include <cstddef>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "identity/sessions/session_book.h"
#include "mint/session_store.h"
#include "storage/query.h"
#include "storage/rows.h"

// In the order in which session_of() reads them.
#define GAPURA_SESSION_COLUMNS                                                             \
  "sessions.id, sessions.user_id, sessions.level, sessions.factors, sessions.remembered, " \
  "sessions.opened_at, sessions.authenticated_at, sessions.seen_at, sessions.idle_until, " \
  "sessions.absolute_until, sessions.ended_at, sessions.agent, sessions.address"

namespace storage::sql {

// $1 the person, $2 now, $3 the session that stays; of no octets, none does. Their visits end with
// kEndVisitsOfUser.
extern const Query kEndSessionsOfUser;

inline constexpr std::size_t kSessionColumns = 13;
base::Result<identity::sessions::Session> session_of(const Rows& rows, std::size_t row);

inline base::BytesView octets_of(const std::optional<mint::SessionId>& keep) {
  return keep ? keep->bytes() : base::BytesView();
}

}  // namespace storage::sql
