// The way to a provider and back, in the middle of a login.
//
//   GET /login/{transaction}/with/{provider}   303 to the provider; with ?remember=1 the browser is
//                                              remembered when it is done
//   GET /auth/{provider}/callback              what the step comes to, as at the login page
//     the person said no over there            303 to the login page
//     state wrong, spent, too old              400
//     the provider is not to be trusted        403; it does not answer: 503
//     an address that somebody here has        409, and nothing is linked
//     the person is to show anew who they are, 403, where they have a password
//     which that provider cannot ask of them
//   HEAD, prefetch, no navigation              204, and nothing is taken
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "endpoints/desk.h"
#include "endpoints/visitor.h"
#include "federation/provider.h"
#include "http/router.h"
#include "identity/login/logins.h"

namespace endpoints {

// "/login/{transaction}/with/google"
std::string way_to(const identity::login::TransactionId& id, std::string_view provider);

// Whether nothing that provider says would be a proof of now, which the login asks for, and its
// person has a password to give one by (FD4).
base::Result<bool> is_too_little(const Desk& desk, const identity::login::Transaction& login,
                                 const federation::Provider& provider,
                                 identity::users::UserId person);

// Sends the browser to the provider, for a login that it holds.
base::Result<http::Response> depart(const Desk& desk, const http::Request& request,
                                    const Visitor& visitor, const std::string& provider,
                                    const identity::login::Transaction& login,
                                    const base::Secret& cookie, bool remember = false);

std::vector<http::Route> provider_login_routes(const Desk& desk);

}  // namespace endpoints
