// Percent-encoding for a value that goes into a query or a form body: unreserved characters of
// RFC 3986 stay, everything else is %XX.
#pragma once

#include <string>
#include <string_view>

namespace base {

std::string percent_encode(std::string_view text);

}  // namespace base
