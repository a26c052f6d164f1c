// What every endpoint of people works with, and the answers that several of them give.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "endpoints/front.h"
#include "endpoints/rooms.h"
#include "http/message.h"
#include "web/login_pages.h"

namespace endpoints {

struct Desk {
  const Front& front;
  const Rooms& rooms;
};

// A path of our own, which can be no malformed URL.
web::Url own_url(std::string_view path);

http::Response notice(const Desk& desk, const http::Request& request, int status,
                      web::NoticePage page);

// What somebody said who asked, known to be nobody's.
struct Claimed {
  std::string_view client;
  std::string_view address;  // what is in its query is not told
};
// 400, and in the log, under the number that the page shows, the reason with who asked for what.
http::Response refused_page(const Desk& desk, const http::Request& request,
                            const web::Notice& words, const base::Error& why,
                            const Claimed& claimed, const web::View& view,
                            std::optional<web::Link> way_on = {});

// 429 with Retry-After, on the page that was asked for.
http::Response slowed(http::Response page, base::Duration retry_after);
std::int64_t seconds_until(base::Duration retry_after);

// 429, where one network begins too many logins.
http::Response crowded(const Desk& desk, const http::Request& request, base::Duration retry_after);

}  // namespace endpoints
