#include "endpoints/desk.h"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "endpoints/errors.h"

namespace endpoints {
namespace {

// An attacker writes it, and a log is read by people.
std::string_view cut(std::string_view text) { return text.substr(0, 200); }

void tell(const Desk& desk, const http::Request& request, std::string_view clause,
          std::string_view reason, const Claimed& claimed) {
  desk.rooms.log.info(
      "request_refused",
      {{"request_id", request.id},
       {"route", request.route},
       {"clause", clause},
       {"detail", reason},
       {"client", cut(claimed.client)},
       {"redirect", cut(claimed.address.substr(0, claimed.address.find_first_of("?#")))},
       {"address", request.client.address.text()}});
}

}  // namespace

web::Url own_url(std::string_view path) {
  auto url = web::Url::from(path);
  if (!url || !path.starts_with('/')) {
    throw std::logic_error("not a path: " + std::string(path));
  }
  return *std::move(url);
}

http::Response refused_page(const Desk& desk, const http::Request& request,
                            const web::Notice& words, const base::Error& why,
                            const Claimed& claimed, const web::View& view,
                            std::optional<web::Link> way_on) {
  tell(desk, request, why.clause, why.description, claimed);
  const web::ErrorPage page{.title = words.title,
                            .explanation = words.explanation,
                            .advice = words.advice,
                            .code = why.clause,
                            .description = why.description,
                            .request_id = std::string(request.id),
                            .link = std::move(way_on)};
  return desk.front.page(request, 400, desk.front.pages().render(page, view));
}

http::Response notice(const Desk& desk, const http::Request& request, int status,
                      web::NoticePage page) {
  // To be reported: what the person cannot put right.
  if (status == 403 || status == 404) {
    page.request_id = request.id;
    tell(desk, request, "", page.notice.title.key, {});
  }
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
