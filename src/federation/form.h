// Fields as application/x-www-form-urlencoded, for a query or a body of ours.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace federation {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string form_of(const Fields& fields);

}  // namespace federation
