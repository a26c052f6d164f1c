#include <utility>

#include "base/json.h"
#include "endpoints/auth_entry.h"
#include "endpoints/auth_handlers.h"
#include "endpoints/auth_wire.h"
#include "endpoints/oauth_wire.h"
#include "endpoints/visitor.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

Response given(const std::string& access_token, const AuthCookies& cookies) {
  auto response = Response::json(200, base::json::object{{"access_token", access_token}});
  for (const auto& cookie : cookies) {
    response.cookie(cookie);
  }
  return response;
}

Response wrong(const Desk& desk, const Request& request) {
  return auth_failure(desk, request, 401, web::Words{"auth.refresh.invalid"});
}

Result<Response> begin(const Desk& desk, const Request& request,
                       const identity::SessionGate::Entered& session) {
  TRY_VAL(entry, enter_frontend(desk, request, session));
  return entry ? given(entry->access_token, entry->cookies) : auth_inactive(desk, request);
}

// That is how a frontend finds whom another door has let in.
Result<Response> begin_without(const Desk& desk, const Request& request) {
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.is_inactive()) {
    return auth_inactive(desk, request);
  }
  if (visitor.live() == nullptr) {
    return auth_failure(desk, request, 401, web::Words{"auth.refresh.missing"});
  }
  return begin(desk, request, *visitor.live());
}

// What is left of a login that is over does not stand in the way of the one that came after it. A
// token that was used twice does: whoever shows it may have copied all there was in that browser.
Result<Response> refuse(const Desk& desk, const Request& request,
                        const session_api::Frontend::Refused& refused) {
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.live() != nullptr && refused.robbed_of != visitor.live()->session().id) {
    return begin(desk, request, *visitor.live());
  }
  TRY_VAL(wait, desk.rooms.frontend.frontend.refuse(by_nobody(request),
                                                    request.client.address.bytes(), refused));
  if (wait) {
    return slowed(auth_failure(desk, request, 429, web::Words{"auth.too_many"}), *wait);
  }
  return refused.inactive ? auth_inactive(desk, request) : wrong(desk, request);
}

}  // namespace

// A refusal never takes a cookie away: by the time it arrives the browser may hold a newer one that
// another tab was given (CK5).
Result<Response> auth_refresh(const Desk& desk, Request& request) {
  const auto shown = shown_cookie(desk, request, kRefreshCookie);
  if (!shown.there) {
    return begin_without(desk, request);
  }
  if (!shown.value) {
    return wrong(desk, request);
  }
  TRY_VAL(answer, desk.rooms.frontend.frontend.refresh(by_nobody(request), *shown.value));
  if (const auto* tokens = std::get_if<session_api::Tokens>(&answer)) {
    return given(tokens->access_token, auth_cookies(desk, *tokens));
  }
  return refuse(desk, request, std::get<session_api::Frontend::Refused>(answer));
}

}  // namespace endpoints
