#include "endpoints/provider_notices.h"

#include <algorithm>
#include <array>
#include <utility>

#include "endpoints/account_links.h"
#include "endpoints/frontend_login.h"
#include "endpoints/people_cookies.h"

namespace endpoints {
namespace {

using federation::Failure;

struct Said {
  Failure failure;
  int status;
  web::Notice notice;
};
constexpr std::array kSaid = {
    Said{Failure::stale, 400, web::kArrivalStale},
    Said{Failure::closed, 404, web::kProviderClosed},
    Said{Failure::unavailable, 503, web::kProviderUnavailable},
    Said{Failure::untrusted, 403, web::kArrivalUntrusted},
};

}  // namespace

http::Response turn_away(const Desk& desk, const http::Request& request,
                         const identity::login::Transaction& login, const TurnedAway& why) {
  if (auto told = frontend_failure(desk, login.wish, why.error)) {
    return *std::move(told);
  }
  web::NoticePage page{.notice = why.notice};
  const web::Link others{web::kOtherWays, own_url(login_path(login.id))};
  if (why.may_link) {
    page.link = web::Link{web::kLogInToLink, own_url(kLoginsPath)};
    page.other = others;
  } else {
    page.link = others;
  }
  return notice(desk, request, why.status, std::move(page));
}

http::Response failed_arrival(const Desk& desk, const http::Request& request,
                              const identity::login::Transaction& login, Failure failure) {
  if (auto told = frontend_failure(desk, login.wish, to_string(failure))) {
    return *std::move(told);
  }
  const auto* const said = std::ranges::find(kSaid, failure, &Said::failure);
  if (said == kSaid.end()) {
    // They said no over there, and are asked nothing more about it here.
    return http::Response::redirect(login_path(login.id));
  }
  auto page = turn_away(desk, request, login, {said->status, said->notice, to_string(failure)});
  if (failure == Failure::unavailable) {
    page.header("Retry-After", "5");
  }
  return page;
}

}  // namespace endpoints
