// The cookies of people and logins. HttpOnly and SameSite=Lax all of them, Secure exactly when the
// issuer is https (contract 2).
#pragma once

#include <optional>
#include <string_view>

#include "endpoints/front.h"
#include "http/cookies.h"
#include "identity/login/entrance.h"
#include "identity/login/transaction.h"

namespace endpoints {

inline constexpr std::string_view kSessionCookie = "gapura_session";
inline constexpr std::string_view kDevicesCookie = "gapura_devices";
inline constexpr std::string_view kLoginCookie = "gapura_login";

// Until the browser is closed, unless it is to be remembered.
http::SetCookie session_cookie(const Front& front, const identity::login::Entry& entry);
http::SetCookie ended_session_cookie(const Front& front);

http::SetCookie devices_cookie(const Front& front, const identity::login::Entry& entry,
                               base::Duration life);

// For the path of this transaction alone, so that every tab has its own. It outlives the
// transaction by as long as its row does, so that who comes back too late is told so.
http::SetCookie login_cookie(const Front& front, const identity::login::Transaction& transaction,
                             const base::Secret& value);

// "/login/{transaction}", where its cookie is seen and its pages are.
std::string login_path(const identity::login::TransactionId& id);
// Where whoever does not want to log in says so, when no link leads back.
std::string way_out_of(const identity::login::TransactionId& id);

}  // namespace endpoints
