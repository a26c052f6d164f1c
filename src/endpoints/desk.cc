#include "endpoints/desk.h"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "endpoints/errors.h"

namespace endpoints {

web::Url own_url(std::string_view path) {
  auto url = web::Url::from(path);
  if (!url || !path.starts_with('/')) {
    throw std::logic_error("not a path: " + std::string(path));
  }
  return *std::move(url);
}

http::Response notice(const Desk& desk, const http::Request& request, int status,
                      web::NoticePage page) {
  // To be reported: what the person cannot put right.
  page.request_id = status == 403 || status == 404 ? request.id : std::string_view();
  return desk.front.page(request, status,
                         desk.front.pages().render(page, desk.front.view(request)));
}

std::int64_t seconds_until(base::Duration retry_after) {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(retry_after).count());
}

http::Response slowed(http::Response page, base::Duration retry_after) {
  page.status(429).header("Retry-After", std::to_string(seconds_until(retry_after)));
  return page;
}

http::Response crowded(const Desk& desk, const http::Request& request, base::Duration retry_after) {
  return error_response(desk.front, request,
                        {base::ErrorCode::too_many, "", "too many logins were begun", ""},
                        std::chrono::seconds(seconds_until(retry_after)));
}

}  // namespace endpoints
