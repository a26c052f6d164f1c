// What is said when a login by a provider does not come off: why, as far as it is the person's to
// know, and the way back to the login that is under way. The frontend is told in its address.
#pragma once

#include <string_view>

#include "base/result.h"
#include "endpoints/desk.h"
#include "federation/arrival_gate.h"
#include "http/message.h"
#include "identity/login/transaction.h"
#include "web/login_pages.h"

namespace endpoints {

struct TurnedAway {
  int status;
  web::Notice notice;
  std::string_view error;  // for the frontend
  // Who has an account here logs in as they are used to, and links the other where that leads.
  bool may_link = false;
};
inline constexpr TurnedAway kBelongs{409, web::kAddressBelongs, "address_belongs", true};
inline constexpr TurnedAway kNotLinked{403, web::kNoSignup, "not_linked", true};
inline constexpr TurnedAway kOtherAccount{403, web::kNotThem, "other_account"};
inline constexpr TurnedAway kNotAnew{403, web::kNotAnew, "password_needed"};
inline constexpr TurnedAway kInactive{403, web::kNotActive, "account_inactive"};

http::Response turn_away(const Desk& desk, const http::Request& request,
                         const identity::login::Transaction& login, const TurnedAway& why);
http::Response failed_arrival(const Desk& desk, const http::Request& request,
                              const identity::login::Transaction& login,
                              federation::Failure failure);

}  // namespace endpoints
