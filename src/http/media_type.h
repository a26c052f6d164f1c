// What a body says it is, held against what a row takes (HP4).
#pragma once

#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace http {

inline constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
inline constexpr std::string_view kJsonType = "application/json";

// unsupported_type for any Content-Encoding: nothing here inflates, so nothing can be made to.
base::Done check_coding(const Request& request);

// unsupported_type unless Content-Type is `type` in UTF-8. A request without Content-Type passes as
// long as it has no body.
base::Done check_type(const Request& request, std::string_view type);

}  // namespace http
