// What the ends of sessions do to visits. Every write that ends a session runs one of these, in its
// own transaction.
#pragma once

#include "storage/query.h"

namespace storage::sql {

// $1 the session, $2 now.
extern const Query kEndVisits;
// $1 the person, $2 now, $3 the session whose visits stay; of no octets, none do.
extern const Query kEndVisitsOfUser;
// $1 the session that gave way, $2 the one that took its place, $3 the person if it is the same
// one, $4 when they are forgotten. Expired ones too: it is still the same browser.
extern const Query kMoveVisits;
// $1 the site.
extern const Query kForgetVisitsOfSite;

}  // namespace storage::sql
