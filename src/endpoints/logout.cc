#include "endpoints/logout.h"

#include <utility>

#include "endpoints/account_member.h"
#include "endpoints/people_cookies.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kPurpose = "logout";
constexpr std::string_view kPath = "/logout";
constexpr std::string_view kDonePath = "/logged-out";

Response gone(const Desk& desk) {
  auto response = Response::redirect(kDonePath);
  response.cookie(ended_session_cookie(desk.front));
  return response;
}

Result<Response> ask(const Desk& desk, Request& request) {
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.live() == nullptr) {
    return gone(desk);
  }
  TRY_VAL(user, desk.rooms.users.show(visitor.live()->session().user));
  const web::LogoutPage page{
      .form = {.action = own_url(kPath), .hidden = {csrf_field(desk, visitor, kPurpose)}},
      .person = person_of(user),
      .cancel = own_url(kAccountPath)};
  return desk.front.page(request, 200, desk.front.pages().render(page, desk.front.view(request)));
}

Result<Response> end(const Desk& desk, Request& request) {
  TRY_VAL(form, request.form());
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.live() != nullptr) {
    TRY(check_csrf(desk, visitor, kPurpose, form));
    const auto& session = visitor.live()->session();
    const auto ended = desk.rooms.sessions.end(visitor.act(request), session.user, session.id);
    // Another tab was first.
    if (!ended && ended.error().code != base::ErrorCode::not_found) {
      return std::unexpected(ended.error());
    }
  }
  return gone(desk);
}

Result<Response> say_ended(const Desk& desk, Request& request) {
  return desk.front.page(request, 200,
                         desk.front.pages().render(web::LoggedOutPage{.login = own_url("/login")},
                                                   desk.front.view(request)));
}

}  // namespace

std::vector<http::Route> logout_routes(const Desk& desk) {
  return {{.pattern = std::string(kPath), .handler = [desk](Request& r) { return ask(desk, r); }},
          {.method = http::Method::post,
           .pattern = std::string(kPath),
           .handler = [desk](Request& r) { return end(desk, r); },
           .body = http::Body::form},
          {.pattern = std::string(kDonePath),
           .handler = [desk](Request& r) { return say_ended(desk, r); },
           .runs = http::Runs::on_loop}};
}

}  // namespace endpoints
