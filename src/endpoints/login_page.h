// The page of the step that is due in a login.
#pragma once

#include <string>

#include "base/result.h"
#include "endpoints/desk.h"
#include "http/message.h"
#include "identity/login/logins.h"
#include "web/login_pages.h"

namespace endpoints {

// Fields of the forms, as the contract and the templates name them.
inline constexpr std::string_view kStepField = "step";
inline constexpr std::string_view kPersonField = "person";
inline constexpr std::string_view kUseField = "use";
inline constexpr std::string_view kUseSession = "session";
inline constexpr std::string_view kUseAnother = "another";
inline constexpr std::string_view kUseAnew = "anew";

// What the person did last, as far as the page repeats it.
struct LastTry {
  web::LoginPage::Trouble trouble = web::LoginPage::Trouble::none;
  base::Duration retry_after{};
  std::string identifier;
  bool remember = false;
};

base::Result<http::Response> step_page(const Desk& desk, const http::Request& request, int status,
                                       const identity::login::Open& open, const LastTry& last);

}  // namespace endpoints
