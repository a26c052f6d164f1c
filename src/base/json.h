// JSON (RFC 8259), read strictly: UTF-8 only, no duplicate names, no trailing text, bounded depth.
// Written from a value, or as an object of a known shape without one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include "base/result.h"

namespace base {

namespace json = boost::json;

inline constexpr std::size_t kMaxJsonDepth = 32;
inline constexpr std::size_t kUsualJson = 256;  // most of what is written is no longer

Result<json::value> parse_json(std::string_view text, json::storage_ptr storage = {});
Result<json::object> parse_json_object(std::string_view text, json::storage_ptr storage = {});

// Quoted and escaped; every control character, U+2028 and U+2029 too, and what is not UTF-8 becomes
// U+FFFD, so that one value never breaks a line or a document.
void append_json_string(std::string& out, std::string_view text);

void append_json(std::string& out, const json::value& value);
void append_json(std::string& out, const json::object& object);
std::string to_text(const json::value& value);
std::string to_text(const json::object& object);

// An object, member by member; that no name stands twice is for whoever writes it.
class ObjectText {
 public:
  ObjectText() {
    text_.reserve(kUsualJson);
    text_ += '{';
  }

  ObjectText& add(std::string_view name, std::string_view text);
  ObjectText& add(std::string_view name, const char* text);
  ObjectText& add(std::string_view name, std::int64_t number);
  ObjectText& add(std::string_view name, bool flag);
  ObjectText& add(std::string_view name, std::span<const std::string> texts);
  ObjectText& add(std::string_view name, const json::object& object);
  ObjectText& add_value(std::string_view name, const json::value& value);

  std::string take() {
    text_ += '}';
    return std::move(text_);
  }

 private:
  void begin(std::string_view name);

  std::string text_;
};

}  // namespace base
