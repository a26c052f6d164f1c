// /setup: the page behind the one-time link that makes the first administrator. Everything that can
// be wrong with what was filled in is looked at before the link is spent, and nothing of it before
// the link is found to be good.
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> setup_routes(const Desk& desk);

}  // namespace endpoints
