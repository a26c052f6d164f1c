#include <utility>

#include "base/json.h"
#include "endpoints/auth_entry.h"
#include "endpoints/auth_handlers.h"
#include "endpoints/auth_wire.h"
#include "endpoints/oauth_wire.h"

namespace endpoints {
namespace {

namespace json = base::json;

using base::Result;
using http::Request;
using http::Response;

json::object told(const identity::sessions::Session& session, bool current) {
  return {{"id", session.id.text()},
          {"current", current},
          {"remembered", session.remembered},
          {"agent", session.agent},
          {"address", session.address},
          {"opened_at", base::to_iso8601(session.opened_at)},
          {"seen_at", base::to_iso8601(session.seen_at)}};
}

}  // namespace

Result<Response> auth_sessions(const Desk& desk, Request& request) {
  TRY_VAL(member, auth_member(desk, request));
  if (auto* answer = std::get_if<Response>(&member)) {
    return std::move(*answer);
  }
  const auto& login = std::get<session_api::Login>(member);
  TRY_VAL(sessions, desk.rooms.sessions.of(login.user()));
  json::array list;
  for (const auto& session : sessions) {
    list.push_back(told(session, session.id == login.session.id));
  }
  return Response::json(200, json::object{{"sessions", std::move(list)}});
}

Result<Response> auth_end_session(const Desk& desk, Request& request) {
  TRY_VAL(member, auth_member(desk, request));
  if (auto* answer = std::get_if<Response>(&member)) {
    return std::move(*answer);
  }
  const auto& login = std::get<session_api::Login>(member);
  constexpr web::Words kUnknown{"auth.session.unknown"};
  const auto id = mint::SessionId::parse(request.param("session"));
  if (!id) {
    return auth_failure(desk, request, 404, kUnknown);
  }
  identity::Act act = by_nobody(request);
  act.actor = identity::users::subject_of(login.user());
  const auto ended = desk.rooms.sessions.end(act, login.user(), *id);
  if (!ended && ended.error().code == base::ErrorCode::not_found) {
    return auth_failure(desk, request, 404, kUnknown);
  }
  TRY(ended);
  auto response = auth_message(desk, request, web::Words{"auth.session.ended"});
  if (*id == login.session.id) {
    end_browser_login(desk, response);
  }
  return response;
}

}  // namespace endpoints
