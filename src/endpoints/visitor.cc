#include "endpoints/visitor.h"

#include <utility>

#include "endpoints/auth_entry.h"
#include "endpoints/people_cookies.h"

namespace endpoints {

base::Result<Visitor> Visitor::of(const Desk& desk, const http::Request& request) {
  const auto cookie = request.cookies().get(kSessionCookie);
  if (!cookie || cookie->empty()) {
    return Visitor(identity::sessions::Nobody{}, "");
  }
  TRY_VAL(answer, desk.rooms.session_gate.check(base::Secret(*cookie)));
  return Visitor(std::move(answer), std::string(*cookie));
}

identity::login::LiveSession Visitor::live() const {
  return std::get_if<identity::SessionGate::Entered>(&session_);
}

bool Visitor::is_inactive() const {
  return std::holds_alternative<identity::sessions::Inactive>(session_);
}

identity::Act Visitor::act(const http::Request& request) const {
  return {
      .actor = live() == nullptr ? "nobody" : identity::users::subject_of(live()->session().user),
      .address = request.client.address.text(),
      .request_id = std::string(request.id)};
}

http::Response inactive_page(const Desk& desk, const http::Request& request) {
  auto page = notice(desk, request, 403,
                     {.notice = web::kNotActive, .link = web::Link{web::kToStart, own_url("/")}});
  end_browser_login(desk, page);
  return page;
}

}  // namespace endpoints
