#include "app/likely.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "app/words.h"

namespace app {

std::size_t slips_between(std::string_view one, std::string_view other) {
  std::vector<std::vector<std::size_t>> slips(one.size() + 1,
                                              std::vector<std::size_t>(other.size() + 1));
  std::iota(slips[0].begin(), slips[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= one.size(); ++i) {
    slips[i][0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const std::size_t changed = one[i - 1] == other[j - 1] ? 0 : 1;
      slips[i][j] =
          std::min({slips[i - 1][j] + 1, slips[i][j - 1] + 1, slips[i - 1][j - 1] + changed});
      if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) {
        slips[i][j] = std::min(slips[i][j], slips[i - 2][j - 2] + 1);
      }
    }
  }
  return slips[one.size()][other.size()];
}

std::string likely(std::string_view typed, std::span<const std::string> candidates) {
  const std::string* best = nullptr;
  // Of three letters one may be wrong, or everything is near to everything.
  std::size_t fewest = std::max<std::size_t>(typed.size() / 3, 1) + 1;
  for (const std::string& candidate : candidates) {
    if (const auto slips = slips_between(typed, candidate); slips < fewest) {
      best = &candidate;
      fewest = slips;
    }
  }
  return best == nullptr ? "" : *best;
}

std::string did_you_mean(const std::string& guess) {
  return guess.empty() ? "" : fill("app.did_you_mean", {{"guess", guess}});
}

}  // namespace app
