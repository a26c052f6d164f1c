#include "identity/users/grants.h"

namespace identity::users {

std::string_view to_string(Grant) { return "administrator"; }

}  // namespace identity::users
