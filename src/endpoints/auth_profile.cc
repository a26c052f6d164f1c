#include "endpoints/auth_profile.h"

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

Response profile_of(const std::string& hint_domain, const session_api::Login& login) {
  auto response = Response::json(200, base::json::object{{"user", user_body(login)}});
  response.cookie(hint_cookie(
      hint_domain, login.session.remembered ? std::optional(login.family_until) : std::nullopt));
  return response;
}

}  // namespace

std::function<std::any(const session_api::Login&)> auth_profile_teller(std::string hint_domain) {
  return [domain = std::move(hint_domain)](const session_api::Login& login) {
    return std::any(http::Prepared(profile_of(domain, login)));
  };
}

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
  return profile_of(desk.rooms.frontend.hint_domain, std::get<session_api::Login>(member));
}

std::optional<Result<Response>> auth_profile_quickly(const Desk& desk, Request& request) {
  const auto shown = shown_cookie(desk, request, kAccessCookie);
  const auto told = shown.value ? desk.rooms.frontend.access.told_recently(*shown.value) : nullptr;
  const auto* answer = std::any_cast<http::Prepared>(told.get());
  return answer == nullptr ? std::nullopt
                           : std::optional(Result<Response>(Response::prepared(*answer)));
}

}  // namespace endpoints
