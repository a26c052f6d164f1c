// GET /: what this server is, for whoever comes without being sent.
#pragma once

#include "endpoints/front.h"
#include "http/router.h"

namespace endpoints {

http::Route start_route(const Front& front);

}  // namespace endpoints
