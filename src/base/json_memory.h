// Memory for a JSON value that is read from and then dropped: one piece, given back at once.
#pragma once

#include <boost/json/monotonic_resource.hpp>

namespace base {

using JsonMemory = boost::json::monotonic_resource;

}  // namespace base
