// The strict JSON reader: what it takes it writes and takes again, as the same value.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/json.h"

namespace {

bool same(const base::json::value& left, const base::json::value& right);

bool same(const base::json::object& left, const base::json::object& right) {
  return left.size() == right.size() && std::ranges::all_of(left, [&](const auto& member) {
           const auto* other = right.if_contains(member.key());
           return other != nullptr && same(member.value(), *other);
         });
}

// Boost.JSON reads a fraction to the last bits but one or two, so that it comes back close by.
bool same(const base::json::value& left, const base::json::value& right) {
  if (left.is_object() && right.is_object()) {
    return same(left.get_object(), right.get_object());
  }
  if (left.is_array() && right.is_array()) {
    return std::ranges::equal(left.get_array(), right.get_array(),
                              [](const auto& a, const auto& b) { return same(a, b); });
  }
  if (left.is_double() && right.is_double()) {
    return std::abs(left.get_double() - right.get_double()) <=
           1e-12 * std::abs(left.get_double()) + 1e-300;
  }
  return left == right;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = base::parse_json(text)) {
    const auto again = base::parse_json(base::json::serialize(*value));
    if (!again || !same(*value, *again)) {
      std::abort();
    }
  }
  std::string quoted;
  base::append_json_string(quoted, text);
  const auto string = base::parse_json(quoted);
  if (!string || !string->is_string() || quoted.find('\n') != std::string::npos) {
    std::abort();
  }
  return 0;
}
