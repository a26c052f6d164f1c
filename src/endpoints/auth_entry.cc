#include "endpoints/auth_entry.h"

#include <utility>

#include "endpoints/oauth_wire.h"
#include "endpoints/people_cookies.h"

namespace endpoints {
namespace {

constexpr std::string_view kHintCookie = "is_logged_in";

std::string full_name(const Desk& desk, std::string_view name) {
  return desk.rooms.frontend.cookie_prefix + std::string(name);
}

http::SetCookie secret_cookie(const Desk& desk, std::string_view name, std::string value,
                              std::optional<base::Instant> until) {
  return {.name = full_name(desk, name),
          .value = std::move(value),
          .secure = desk.front.secure(),
          .expires = until};
}

}  // namespace

ShownCookie shown_cookie(const Desk& desk, const http::Request& request, std::string_view name) {
  const auto cookies = request.cookies();
  const std::string full = full_name(desk, name);
  const auto value = cookies.get(full);
  return {.there = cookies.has(full), .value = value && !value->empty() ? value : std::nullopt};
}

http::SetCookie hint_cookie(const std::string& domain, std::optional<base::Instant> until) {
  return {.name = std::string(kHintCookie),
          .value = "true",
          .http_only = false,
          .secure = false,
          .domain = domain,
          .expires = until};
}

AuthCookies auth_cookies(const Desk& desk, const session_api::Tokens& tokens) {
  const auto until = [&tokens](base::Instant end) {
    return tokens.remembered ? std::optional(end) : std::nullopt;
  };
  return {hint_cookie(desk.rooms.frontend.hint_domain, until(tokens.refresh_until)),
          secret_cookie(desk, kAccessCookie, tokens.access_token, until(tokens.access_until)),
          secret_cookie(desk, kRefreshCookie, tokens.refresh_token, until(tokens.refresh_until))};
}

AuthCookies ended_auth_cookies(const Desk& desk) {
  auto cookies = auth_cookies(desk, {});
  for (auto& cookie : cookies) {
    cookie = http::expired(std::move(cookie));
  }
  return cookies;
}

void end_browser_login(const Desk& desk, http::Response& response) {
  for (const auto& cookie : ended_auth_cookies(desk)) {
    response.cookie(cookie);
  }
  response.cookie(ended_session_cookie(desk.front));
}

base::json::object user_body(const session_api::Login& login) {
  return {{"id", login.user().value},
          {"email", login.email},
          {"name", login.name},
          {"status", login.status == identity::users::Status::active}};
}

base::Result<std::optional<AuthEntry>> enter_frontend(
    const Desk& desk, const http::Request& request, const identity::SessionGate::Entered& session) {
  const auto held = shown_cookie(desk, request, kRefreshCookie);
  TRY_VAL(answer, desk.rooms.frontend.frontend.open(by_nobody(request), session, held.value));
  if (std::holds_alternative<session_api::Nobody>(answer)) {
    return base::reject(base::ErrorCode::unauthorized, "", "the session ended meanwhile");
  }
  auto* opened = std::get_if<session_api::Opened>(&answer);
  if (opened == nullptr) {
    return std::optional<AuthEntry>();
  }
  auto cookies = auth_cookies(desk, opened->tokens);
  return std::optional(AuthEntry{.access_token = std::move(opened->tokens.access_token),
                                 .user = user_body(opened->login),
                                 .cookies = std::move(cookies)});
}

}  // namespace endpoints
