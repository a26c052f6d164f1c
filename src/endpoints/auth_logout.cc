#include "endpoints/auth_entry.h"
#include "endpoints/auth_handlers.h"
#include "endpoints/auth_wire.h"
#include "endpoints/logout.h"
#include "endpoints/oauth_wire.h"
#include "endpoints/visitor.h"

namespace endpoints {

// Whatever of a login the browser shows ends, and its cookies go; of what is worth nothing there is
// nothing to say.
base::Result<http::Response> auth_log_out(const Desk& desk, http::Request& request) {
  auto& frontend = desk.rooms.frontend.frontend;
  const auto nobody = by_nobody(request);
  if (const auto refresh = shown_cookie(desk, request, kRefreshCookie); refresh.value) {
    TRY(frontend.log_out_by_refresh(nobody, *refresh.value));
  }
  if (const auto access = shown_cookie(desk, request, kAccessCookie); access.value) {
    TRY(frontend.log_out_by_access(nobody, *access.value));
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  TRY(end_session(desk, request, visitor));
  auto response = auth_message(desk, request, web::Words{"auth.logged_out"});
  end_browser_login(desk, response);
  return response;
}

}  // namespace endpoints
