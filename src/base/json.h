// JSON (RFC 8259), read strictly: UTF-8 only, no duplicate names, no trailing text, bounded depth.
// Writing is Boost.JSON's serialize, or the small appenders below for hot fixed shapes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/result.h"

namespace base {

namespace json = boost::json;

inline constexpr std::size_t kMaxJsonDepth = 32;

Result<json::value> parse_json(std::string_view text);
Result<json::object> parse_json_object(std::string_view text);

// Quoted and escaped; every control character, U+2028 and U+2029 too, and what is not UTF-8 becomes
// U+FFFD, so that one value never breaks a line or a document.
void append_json_string(std::string& out, std::string_view text);

}  // namespace base
