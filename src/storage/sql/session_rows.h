// What other stores do to sessions, in their own transactions.
#pragma once

#include <optional>

#include "base/bytes.h"
#include "mint/session_store.h"
#include "storage/query.h"

namespace storage::sql {

// $1 the person, $2 now, $3 the session that stays; of no octets, none does. Their visits end with
// kEndVisitsOfUser.
extern const Query kEndSessionsOfUser;

inline base::BytesView octets_of(const std::optional<mint::SessionId>& keep) {
  return keep ? keep->bytes() : base::BytesView();
}

}  // namespace storage::sql
