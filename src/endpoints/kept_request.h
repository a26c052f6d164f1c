// What another site's page posts here comes without the cookies of this one (AZ14): it waits in a
// row, and the browser comes back for it by an address that says nothing of it.
#pragma once

#include <optional>
#include <string_view>

#include "endpoints/desk.h"
#include "http/message.h"
#include "identity/login/wish.h"

namespace endpoints {

// The parameter of a route to what waits.
inline constexpr std::string_view kKept = "kept";

// 303 to `path` and the name of what waits; 429 for who leaves too much waiting.
base::Result<http::Response> keep_request(const Desk& desk, const http::Request& request,
                                          std::string_view path, const identity::login::Wish& wish);
// Nothing when it has waited too long, or is another door's.
base::Result<std::optional<identity::login::Wish>> kept_request(const Desk& desk,
                                                                const http::Request& request,
                                                                std::string_view door);

}  // namespace endpoints
