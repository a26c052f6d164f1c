// What `acr` can say of a login here (OpenID Connect Core section 2): the levels that the factors
// there are can reach. Discovery lists them, and a client that holds out for another gets nobody.
#pragma once

#include <array>
#include <string_view>

namespace oauth::authorize {

inline constexpr std::array<std::string_view, 1> kAcrValues = {"one_factor"};

}  // namespace oauth::authorize
