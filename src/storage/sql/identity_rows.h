// What of people's accounts at providers goes with a person, in the transaction that erases them.
#pragma once

#include "storage/query.h"

namespace storage::sql {

// $1 the person. Whose the accounts are stays, what they are is gone.
extern const Query kBlankIdentitiesOfUser;

}  // namespace storage::sql
