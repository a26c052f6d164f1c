// The grants of the token endpoint, a file each: what only this one knows.
#pragma once

#include "oauth/token/token.h"

namespace oauth::token {

base::Result<Answer> authorization_code(const Parts& parts, const Asking& asking);
base::Result<Answer> refresh_token(const Parts& parts, const Asking& asking);
base::Result<Answer> client_credentials(const Parts& parts, const Asking& asking);

}  // namespace oauth::token
