#include "endpoints/auth.h"

#include "endpoints/auth_handlers.h"
#include "endpoints/auth_wire.h"

namespace endpoints {
namespace {

using http::Request;

// Names, passwords and codes; none of them is long.
constexpr std::size_t kLoginBody = std::size_t{8} * 1024;

}  // namespace

std::vector<http::Route> auth_routes(const Desk& desk) {
  std::vector<http::Route> rows{
      // Passwords are hashed on a pool of their own, for which this waits.
      {.method = http::Method::post,
       .pattern = "/auth/login",
       .handler = [desk](Request& r) { return auth_log_in(desk, r); },
       .runs = http::Runs::on_slow_worker,
       .body = http::Body::json,
       .body_limit = kLoginBody},
      {.pattern = "/auth/profile",
       .handler = [desk](Request& r) { return auth_profile(desk, r); },
       .quick = [desk](Request& r) { return auth_profile_quickly(desk, r); },
       .runs = http::Runs::on_loop_fiber},
      {.method = http::Method::post,
       .pattern = "/auth/refresh-token",
       .handler = [desk](Request& r) { return auth_refresh(desk, r); },
       .runs = http::Runs::on_loop_fiber},
      {.method = http::Method::post,
       .pattern = "/auth/logout",
       .handler = [desk](Request& r) { return auth_log_out(desk, r); }},
      {.pattern = "/auth/sessions",
       .handler = [desk](Request& r) { return auth_sessions(desk, r); }},
      {.method = http::Method::del,
       .pattern = "/auth/sessions/{session}",
       .handler = [desk](Request& r) { return auth_end_session(desk, r); }},
  };
  for (auto& row : rows) {
    row = auth_row(desk, std::move(row));
  }
  rows.push_back(shared_auth_row(desk, {.pattern = "/auth", .around = true}));
  return rows;
}

}  // namespace endpoints
