#include "endpoints/brand.h"

namespace endpoints {

std::vector<http::Route> brand_routes(const Front& front) {
  if (!front.sheet()) {
    return {};
  }
  http::Response whole(200);
  whole.content("text/css; charset=utf-8", front.sheet()->text)
      .header("Cache-Control", "public, max-age=31536000, immutable");
  return {{.pattern = front.sheet()->path,
           .handler = [answer = http::Prepared(whole)](
                          http::Request&) { return http::Response::prepared(answer); },
           .runs = http::Runs::on_loop}};
}

}  // namespace endpoints
