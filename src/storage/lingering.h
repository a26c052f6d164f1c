// How long the rows of sessions stay when they are over, so that whoever comes back with one is
// told why it no longer works.
#pragma once

#include <chrono>

namespace storage {

inline constexpr std::chrono::days kLingering{1};
// What was spent is known for so long after it has expired, since what came of it lives on.
inline constexpr std::chrono::hours kRecognised{1};

}  // namespace storage
