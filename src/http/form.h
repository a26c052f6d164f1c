// application/x-www-form-urlencoded, of a body or a query: strict percent-decoding, UTF-8 only, no
// NUL, and a bounded number of fields. A name sent twice is seen, never quietly resolved (AZ7).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace http {

inline constexpr std::size_t kMaxFormFields = 100;

class Form {
 public:
  using Entry = std::pair<std::string, std::string>;

  static base::Result<Form> parse(std::string_view text);

  // The value of a name that was sent once. Nothing when absent; a failure (invalid_request) when
  // sent more than once, with equal values or not (RFC 6749, section 3.1).
  base::Result<std::optional<std::string>> get(std::string_view name) const;
  // The same, for a field that must be there and not be empty.
  base::Result<std::string> require(std::string_view name) const;
  // Every value of a name that may be repeated (RFC 8707, resource).
  std::vector<std::string> all(std::string_view name) const;
  bool has(std::string_view name) const { return count(name) > 0; }
  std::size_t count(std::string_view name) const;
  // A failure when any name at all stands twice.
  base::Done no_duplicates() const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

// uri with name=value appended to its query; a fragment-free uri is the caller's promise.
std::string with_query(std::string_view uri, std::string_view name, std::string_view value);

}  // namespace http
