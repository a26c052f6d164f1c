// What a client sent, by name (RFC 6749 section 3.1): a value that is empty counts as left out, and
// what stands twice as wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oauth {

class Parameters {
 public:
  using Entry = std::pair<std::string, std::string>;

  Parameters() = default;
  explicit Parameters(std::vector<Entry> entries) : entries_(std::move(entries)) {}

  // The first of that name.
  std::optional<std::string_view> get(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  // The first name that stands more than once, of those that may not: there may be more than one
  // `resource` (RFC 8707 section 2).
  std::optional<std::string_view> repeated() const;
  // Whether each of that name, if there is any, has that value.
  bool all_are(std::string_view name, std::string_view value) const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace oauth
