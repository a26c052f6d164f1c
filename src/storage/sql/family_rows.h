// What the change of a session does to families, in the transaction that changes it.
#pragma once

#include "families/family.h"
#include "storage/query.h"
#include "storage/write.h"

namespace storage::sql {

// What ends a family at TIME; a sweep looks at it from then on.
#define GAPURA_FAMILY_ENDS(TIME) "ended_at = " TIME ", gone_at = " TIME ", sweep_after = " TIME

// $1 the session that gave way, $2 the one that took its place, $3 the person if it is the same
// one.
extern const Query kMoveFamilies;
// $1 the person, $2 now. What ends with their sessions need not be named.
extern const Query kEndOutliving;
// Changes nothing unless its person is active and its session lives.
extern const Query kOpenLive;
Statement open_live(Tx& tx, const families::Family& family);

}  // namespace storage::sql
