#include "oauth/parameters.h"

#include <algorithm>

namespace oauth {

std::optional<std::string_view> Parameters::get(std::string_view name) const {
  const auto found = std::ranges::find(entries_, name, &Entry::first);
  return found == entries_.end() || found->second.empty()
             ? std::nullopt
             : std::optional<std::string_view>(found->second);
}

std::size_t Parameters::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count(entries_, name, &Entry::first));
}

std::optional<std::string_view> Parameters::repeated() const {
  for (const auto& [name, value] : entries_) {
    if (count(name) > 1) {
      return name;
    }
  }
  return std::nullopt;
}

}  // namespace oauth
