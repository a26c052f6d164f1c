// HTTP dates (RFC 9110, section 5.6.7), the one form that is written.
#pragma once

#include <string>

#include "base/clock.h"

namespace http {

std::string to_http_date(base::Instant instant);

}  // namespace http
