// What every store over memory sweeps with.
#pragma once

#include <cstddef>

namespace storage::memory {

// At most `limit` entries of a map for which `gone` holds; how many went.
template <class Map, class Gone>
std::size_t erase_some(Map& map, std::size_t limit, Gone gone) {
  std::size_t erased = 0;
  for (auto at = map.begin(); at != map.end() && erased < limit;) {
    if (gone(at->second)) {
      at = map.erase(at);
      ++erased;
    } else {
      ++at;
    }
  }
  return erased;
}

}  // namespace storage::memory
