// Of the program; CMake's project version.
#pragma once

#include <string_view>

namespace app {

inline constexpr std::string_view kVersion = GAPURA_VERSION;

}  // namespace app
