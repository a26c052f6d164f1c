#include "app/routes.h"

#include "endpoints/routes.h"

namespace app {

std::vector<http::Route> public_routes(const RouteParts& parts) {
  return endpoints::routes(parts.front, parts.assets, parts.rooms);
}

}  // namespace app
