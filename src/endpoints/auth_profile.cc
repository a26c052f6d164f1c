#include <optional>
#include <utility>

#include "base/json.h"
#include "endpoints/auth_entry.h"
#include "endpoints/auth_handlers.h"
#include "endpoints/auth_wire.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

Response shown_to(const Desk& desk, const session_api::Login& login) {
  auto response = Response::json(200, base::json::object{{"user", user_body(login)}});
  response.cookie(hint_cookie(
      desk, login.session.remembered ? std::optional(login.family_until) : std::nullopt));
  return response;
}

}  // namespace

Result<std::variant<session_api::Login, Response>> auth_member(const Desk& desk,
                                                               const Request& request) {
  using Member = std::variant<session_api::Login, Response>;
  const auto shown = shown_cookie(desk, request, kAccessCookie);
  if (!shown.value) {
    return Member(auth_failure(desk, request, 401, shown.there ? kBadAccessToken : kNoAccessToken));
  }
  TRY_VAL(answer, desk.rooms.frontend.access.look(*shown.value));
  if (auto* login = std::get_if<session_api::Login>(&answer)) {
    return Member(std::move(*login));
  }
  return Member(std::holds_alternative<session_api::Inactive>(answer)
                    ? auth_inactive(desk, request)
                    : auth_failure(desk, request, 401, kBadAccessToken));
}

Result<Response> auth_profile(const Desk& desk, Request& request) {
  TRY_VAL(member, auth_member(desk, request));
  if (auto* answer = std::get_if<Response>(&member)) {
    return std::move(*answer);
  }
  return shown_to(desk, std::get<session_api::Login>(member));
}

std::optional<Result<Response>> auth_profile_quickly(const Desk& desk, Request& request) {
  const auto shown = shown_cookie(desk, request, kAccessCookie);
  const auto login =
      shown.value ? desk.rooms.frontend.access.look_recent(*shown.value) : std::nullopt;
  return login ? std::optional(Result<Response>(shown_to(desk, *login))) : std::nullopt;
}

}  // namespace endpoints
