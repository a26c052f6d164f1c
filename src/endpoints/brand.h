// The stylesheet of the operator's accent, at a path that names its content and so never changes.
#pragma once

#include <vector>

#include "endpoints/front.h"
#include "http/router.h"

namespace endpoints {

// No row without an accent.
std::vector<http::Route> brand_routes(const Front& front);

}  // namespace endpoints
