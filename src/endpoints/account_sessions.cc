#include "endpoints/account_sessions.h"

#include <utility>

#include "endpoints/auth_entry.h"

namespace endpoints {
namespace {

using base::Result;
using http::Response;

Result<Response> page(const Member& member, int status, std::optional<web::Words> trouble) {
  const auto& rooms = member.desk.rooms;
  TRY_VAL(sessions, rooms.sessions.of(member.user.id));
  web::SessionsPage page{.frame = frame_of(member),
                         .form = account_form(member, kSessionsPath),
                         .now = rooms.clock.now()};
  page.frame.trouble = trouble;
  for (const auto& session : sessions) {
    page.sessions.push_back({.id = session.id.text(),
                             .agent = session.agent,
                             .address = session.address,
                             .opened_at = session.opened_at,
                             .seen_at = session.seen_at,
                             .current = session.id == member.session().id,
                             .remembered = session.remembered});
  }
  const auto& front = member.desk.front;
  return front.page(member.request, status, front.pages().render(page, front.view(member.request)));
}

Result<Response> end(const Member& member, std::string_view text) {
  const auto id = mint::SessionId::parse(text);
  if (!id) {
    return page(member, 404, web::kSessionGone);
  }
  const auto ended = member.desk.rooms.sessions.end(member.act(), member.user.id, *id);
  if (!ended && ended.error().code == base::ErrorCode::not_found) {
    return page(member, 404, web::kSessionGone);
  }
  TRY(ended);
  if (*id != member.session().id) {
    return back_to(kSessionsPath, "session");
  }
  auto response = Response::redirect("/logged-out");
  end_browser_login(member.desk, response);
  return response;
}

}  // namespace

Result<Response> show_sessions(const Member& member) { return page(member, 200, std::nullopt); }

Result<Response> end_as_asked(const Member& member, const http::Form& form) {
  TRY_VAL(which, form.require("end"));
  return which == "others" ? end_others(member, form) : end(member, which);
}

Result<Response> end_one(const Member& member, const http::Form&) {
  return end(member, member.request.param("session"));
}

Result<Response> end_others(const Member& member, const http::Form&) {
  TRY(member.desk.rooms.sessions.end_all(member.act(), member.user.id, member.session().id));
  return back_to(kSessionsPath, "sessions");
}

}  // namespace endpoints
