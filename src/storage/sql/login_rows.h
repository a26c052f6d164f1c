// What the opening of a session does to the login that it comes of, in its own transaction.
#pragma once

#include "storage/query.h"

namespace storage::sql {

// $1 the login, $2 its version, $3 the person. Changes nothing of one that is over or further on.
extern const Query kConcludeLogin;

}  // namespace storage::sql
