// /account/logins: the accounts at providers that a person logs in with.
//
//   GET   /account/logins            those there are, and those that can be linked
//   GET   /account/logins/link/{p}   303 to the provider, of who has shown lately who they are;
//                                    the others show it first (FD4); the address holds a token
//   back from the provider           a page that asks whether this is the account
//   POST  /account/logins/confirm    links it
//   POST  /account/logins/unlink     never the last way in
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "endpoints/account_member.h"
#include "federation/arrival_gate.h"
#include "http/router.h"

namespace endpoints {

inline constexpr std::string_view kLoginsPath = "/account/logins";

// What stands before the dot in the state of somebody who came from there.
inline constexpr std::string_view kLinkTag = "link";

std::vector<http::Route> account_links_routes(const Desk& desk);

// The way back, of a browser that has a session.
base::Result<http::Response> come_back_to_link(const Desk& desk, const http::Request& request,
                                               const Visitor& visitor, federation::Came came);

}  // namespace endpoints
