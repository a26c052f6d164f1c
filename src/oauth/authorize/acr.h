// What `acr` can say of a login here (OpenID Connect Core section 2): the levels that the factors
// there are can reach. Discovery lists them, a client that holds out for another gets nobody, and
// one that holds out for a higher of them gets nobody below it.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "identity/sessions/level.h"

namespace oauth::authorize {

// From the lowest; each as identity writes it into the token.
inline constexpr std::array kReached = {identity::sessions::Level::one_factor};

std::span<const std::string_view> acr_values();

}  // namespace oauth::authorize
