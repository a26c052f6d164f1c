#include "endpoints/logout.h"

#include <utility>

#include "endpoints/account_member.h"
#include "endpoints/auth_entry.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kPurpose = "logout";

Response gone(const Desk& desk) { return logged_out(desk, kLoggedOutPath); }

Result<Response> ask(const Desk& desk, Request& request) {
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.live() == nullptr) {
    TRY(end_session(desk, request, visitor));
    return gone(desk);
  }
  TRY_VAL(user, desk.rooms.users.show(visitor.live()->session().user));
  const web::LogoutPage page{
      .form = {.action = own_url(kLogoutPath), .hidden = {csrf_field(desk, visitor, kPurpose)}},
      .person = person_of(user),
      .cancel = own_url(kAccountPath)};
  return desk.front.page(request, 200, desk.front.pages().render(page, desk.front.view(request)));
}

Result<Response> end(const Desk& desk, Request& request) {
  TRY_VAL(form, request.form());
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.live() != nullptr) {
    TRY(check_csrf(desk, visitor, kPurpose, form));
  }
  TRY(end_session(desk, request, visitor));
  return gone(desk);
}

Result<Response> say_ended(const Desk& desk, Request& request) {
  return desk.front.page(request, 200,
                         desk.front.pages().render(web::LoggedOutPage{.login = own_url("/login")},
                                                   desk.front.view(request)));
}

}  // namespace

base::Done end_session(const Desk& desk, const Request& request, const Visitor& visitor) {
  if (visitor.live() == nullptr) {
    // It may have expired, and only its sites do not know.
    return visitor.cookie().empty() ? base::Done()
                                    : desk.rooms.sessions.end_what_is_left(
                                          visitor.act(request), base::Secret(visitor.cookie()));
  }
  const auto& session = visitor.live()->session();
  auto ended = desk.rooms.sessions.end(visitor.act(request), session.user, session.id);
  // Another tab was first.
  return !ended && ended.error().code == base::ErrorCode::not_found ? base::Done() : ended;
}

Response logged_out(const Desk& desk, std::string_view location) {
  auto response = Response::redirect(location);
  end_browser_login(desk, response);
  return response;
}

std::vector<http::Route> logout_routes(const Desk& desk) {
  return {
      {.pattern = std::string(kLogoutPath), .handler = [desk](Request& r) { return ask(desk, r); }},
      {.method = http::Method::post,
       .pattern = std::string(kLogoutPath),
       .handler = [desk](Request& r) { return end(desk, r); },
       .body = http::Body::form},
      {.pattern = std::string(kLoggedOutPath),
       .handler = [desk](Request& r) { return say_ended(desk, r); },
       .runs = http::Runs::on_loop}};
}

}  // namespace endpoints
