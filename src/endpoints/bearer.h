// Who asks by an access token (RFC 6750): in the header, or in the form of a POST, and never in an
// address.
//
//   no token                     401, and WWW-Authenticate names no error
//   wrong, expired or revoked    401 invalid_token
//   not for this                 403 insufficient_scope
//   two at once, or in a query   400 invalid_request
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "endpoints/desk.h"
#include "http/message.h"

namespace endpoints {

using BearerOrAnswer = std::variant<oauth::resource::Bearer, http::Response>;

// What fails before a token was looked at: a body that is no form, 400 or 415, and a challenge.
http::Response bearer_error(const http::Request& request, const base::Error& error);

// As nearly everybody shows it: in the header and nowhere else. Nothing for any other request.
std::optional<std::string_view> plain_bearer(const http::Request& request);

// Of whoever has that scope.
base::Result<BearerOrAnswer> bearer_of(const Desk& desk, const http::Request& request,
                                       std::string_view scope);

}  // namespace endpoints
