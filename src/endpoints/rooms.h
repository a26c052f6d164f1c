// The rooms of people and logins that the endpoints open onto. Built by app, and outlives them.
#pragma once

#include "base/clock.h"
#include "base/log.h"
#include "endpoints/federation_rooms.h"
#include "endpoints/frontend_rooms.h"
#include "endpoints/oauth_rooms.h"
#include "http/csrf.h"
#include "identity/budget/devices.h"
#include "identity/budget/turnstile.h"
#include "identity/login/entrance.h"
#include "identity/login/logins.h"
#include "identity/login/password_factor.h"
#include "identity/passwords/passwords.h"
#include "identity/passwords/policy.h"
#include "identity/sessions/session_gate.h"
#include "identity/sessions/sessions.h"
#include "identity/users/attributes.h"
#include "identity/users/setup_gate.h"
#include "identity/users/user_gate.h"
#include "identity/users/users.h"
#include "mint/mint.h"
#include "redirect_sso/codes.h"
#include "redirect_sso/site_gate.h"
#include "redirect_sso/validation.h"

namespace endpoints {

struct Rooms {
  identity::users::Users& users;
  identity::users::Attributes& attributes;
  identity::passwords::Passwords& passwords;
  const identity::passwords::Policy& policy;
  identity::login::PasswordFactor& password_factor;
  identity::sessions::Sessions& sessions;
  identity::UserGate& user_gate;
  identity::SessionGate& session_gate;
  identity::SetupGate& setup_gate;
  identity::login::Logins& logins;
  identity::budget::Turnstile& wrong_links;
  identity::login::Entrance& entrance;
  const identity::budget::Devices& devices;
  redirect_sso::SiteGate& site_gate;
  redirect_sso::Codes& site_codes;
  redirect_sso::Validation& site_validation;
  OauthRooms oauth;
  FrontendRooms frontend;
  FederationRooms federation;
  mint::Mint& mint;
  const http::Csrf& csrf;  // under a key of its own
  const base::Clock& clock;
  base::Log& log;
};

}  // namespace endpoints
