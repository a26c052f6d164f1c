// The rows of every URL that people and clients see, but for those of the rooms.
#pragma once

#include <vector>

#include "endpoints/front.h"
#include "endpoints/rooms.h"
#include "http/assets.h"
#include "http/router.h"

namespace endpoints {

// Front, assets and rooms outlive the rows. A dispatcher that serves them is given, as its
// `on_error`, error_response() of the same front.
std::vector<http::Route> routes(const Front& front, const http::Assets& assets, const Rooms& rooms);
// Those that need no rooms.
std::vector<http::Route> routes(const Front& front, const http::Assets& assets);

}  // namespace endpoints
