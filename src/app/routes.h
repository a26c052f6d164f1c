// Every row of the public listener, room by room.
#pragma once

#include <vector>

#include "endpoints/front.h"
#include "endpoints/rooms.h"
#include "http/assets.h"
#include "http/router.h"

namespace app {

// What the rows refer to; all of it outlives them.
struct RouteParts {
  const endpoints::Front& front;
  const http::Assets& assets;
  const endpoints::Rooms& rooms;
};

std::vector<http::Route> public_routes(const RouteParts& parts);

}  // namespace app
