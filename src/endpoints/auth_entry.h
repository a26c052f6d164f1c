// A login handed to the frontend: a family of its own on the session, in three cookies (contract
// 2). Every door that logs somebody in for the frontend ends here.
//
//   access_token, refresh_token   HttpOnly, Secure exactly when the issuer is https; the names may
//                                 be hardened by a prefix
//   is_logged_in                  for the frontend's eyes alone: we set it and never read it
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "endpoints/desk.h"
#include "http/cookies.h"
#include "http/message.h"
#include "identity/sessions/session_gate.h"
#include "session_api/frontend.h"

namespace endpoints {

using AuthCookies = std::array<http::SetCookie, 3>;

struct AuthEntry {
  std::string access_token;
  base::json::object user;  // id, email, name, status
  AuthCookies cookies;

  void set_cookies(http::Response& response) const {
    for (const auto& cookie : cookies) {
      response.cookie(cookie);
    }
  }
};

// For a session that is live: freshly opened, or the browser's since before. What the browser held
// of an earlier login is over, its session too. Nothing for who is not active any more;
// `unauthorized` when the session was ended meanwhile. A session that is opened for
// the frontend is a remembered one, or it would end long before what the frontend holds.
base::Result<std::optional<AuthEntry>> enter_frontend(
    const Desk& desk, const http::Request& request, const identity::SessionGate::Entered& session);

inline constexpr std::string_view kAccessCookie = "access_token";
inline constexpr std::string_view kRefreshCookie = "refresh_token";

// What a request shows under a name that is there: nothing is shown by one that stands twice, or
// holds what no cookie of ours holds (CK2).
struct ShownCookie {
  bool there = false;
  std::optional<std::string_view> value;  // of the request
};
ShownCookie shown_cookie(const Desk& desk, const http::Request& request, std::string_view name);

AuthCookies auth_cookies(const Desk& desk, const session_api::Tokens& tokens);
// Those of auth_cookies(), gone.
AuthCookies ended_auth_cookies(const Desk& desk);
// Without an end it is gone with the browser, as the session is.
http::SetCookie hint_cookie(const std::string& domain, std::optional<base::Instant> until);
// At the end of a login, by whichever door: the browser holds nothing of it any more.
void end_browser_login(const Desk& desk, http::Response& response);

base::json::object user_body(const session_api::Login& login);

}  // namespace endpoints
