// What goes with a person, and with a client, in the transaction that removes them. In this order:
// a question that is being answered holds its row.
#pragma once

#include "storage/query.h"

namespace storage::sql {

// $1 the person.
extern const Query kForgetQuestionsOfUser;
extern const Query kForgetConsentsOfUser;
// $1 the client.
extern const Query kForgetQuestionsOfClient;
extern const Query kForgetConsentsOfClient;

}  // namespace storage::sql
