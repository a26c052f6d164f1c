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
    if (name != "resource" && count(name) > 1) {
      return name;
    }
  }
  return std::nullopt;
}

bool Parameters::all_are(std::string_view name, std::string_view value) const {
  return std::ranges::all_of(entries_, [&](const Entry& entry) {
    return entry.first != name || entry.second.empty() || entry.second == value;
  });
}

}  // namespace oauth
