// How many cores this process may run on: of a machine that it shares, those it was given.
#pragma once

#include <cstddef>

namespace base {

std::size_t cores();

}  // namespace base
