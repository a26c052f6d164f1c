#include "endpoints/start.h"

namespace endpoints {

http::Route start_route(const Front& front) {
  return {.pattern = "/",
          .handler = [&front](http::Request& request) -> base::Result<http::Response> {
            const web::StartPage page{.address = front.options().issuer,
                                      .healthy = front.options().healthy()};
            return front.page(request, 200, front.pages().render(page, front.view(request)));
          },
          .runs = http::Runs::on_worker};
}

}  // namespace endpoints
