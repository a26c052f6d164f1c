// Times as an operator writes them on the command line.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace app {

// "2026-08-22", "2026-08-22T05:48:01Z" (both in UTC), or a time back from `now`, such as "24h".
std::optional<base::Instant> parse_time(std::string_view text, base::Instant now);

}  // namespace app
