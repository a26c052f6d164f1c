// How long the rows of sessions stay when they are over, so that whoever comes back with one is
// told why it no longer works.
#pragma once

#include <chrono>

namespace storage {

inline constexpr std::chrono::days kLingering{1};

}  // namespace storage
