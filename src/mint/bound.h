// What a code was made for, as its row holds it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "mint/gates.h"

namespace mint {

std::string to_json(const Bound& bound);
base::Result<Bound> parse_bound(std::string_view text);

}  // namespace mint
