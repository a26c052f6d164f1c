// What keeps the last administrator: whoever may leave the active ones does it one at a time.
#pragma once

#include "storage/operation.h"
#include "storage/query.h"

// Whether somebody else than the person $1 is an active administrator.
#define GAPURA_OTHER_ADMINISTRATOR                                                         \
  "EXISTS (SELECT 1 FROM grants AS held JOIN users AS holder ON holder.id = held.user_id " \
  "WHERE held.name = 'administrator' AND holder.status = 'active' AND holder.id <> $1)"

namespace storage::sql {

// Taken before anything is asked, so that what is asked is still true when it is written, on
// whatever node. SQLite has one writer.
extern const Query kAdministratorsAlone;

// Before every other row of a batch.
inline constexpr Order kAdministratorsFirst{.table = "administrators", .key = {}};

}  // namespace storage::sql
