#include "endpoints/routes.h"

#include "endpoints/start.h"

namespace endpoints {

std::vector<http::Route> routes(const Front& front, const http::Assets& assets, const Rooms&) {
  return routes(front, assets);
}

std::vector<http::Route> routes(const Front& front, const http::Assets& assets) {
  auto rows = http::routes(assets);
  rows.push_back(start_route(front));
  return rows;
}

}  // namespace endpoints
