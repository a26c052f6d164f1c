// What the change of a session does to families, in the transaction that changes it.
#pragma once

#include "storage/query.h"

namespace storage::sql {

// $1 the session that gave way, $2 the one that took its place, $3 the person if it is the same
// one.
extern const Query kMoveFamilies;

}  // namespace storage::sql
