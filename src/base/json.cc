#include "base/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include "base/bytes.h"

namespace base {
namespace {

using ErrorRef = boost::json::error_code&;
using Text = boost::json::string_view;

// Builds the value and counts the members it was shown: Boost.JSON keeps the last of two members of
// one name and says nothing, which is how two readers come to see two different documents.
struct StrictHandler {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  boost::json::value_stack stack;
  std::size_t members = 0;

  bool on_document_begin(ErrorRef) {
    stack.reset();
    return true;
  }
  bool on_document_end(ErrorRef) { return true; }
  bool on_object_begin(ErrorRef) { return true; }
  bool on_object_end(std::size_t count, ErrorRef) {
    members += count;
    stack.push_object(count);
    return true;
  }
  bool on_array_begin(ErrorRef) { return true; }
  bool on_array_end(std::size_t count, ErrorRef) {
    stack.push_array(count);
    return true;
  }
  bool on_key_part(Text text, std::size_t, ErrorRef) {
    stack.push_chars(text);
    return true;
  }
  bool on_key(Text text, std::size_t, ErrorRef) {
    stack.push_key(text);
    return true;
  }
  bool on_string_part(Text text, std::size_t, ErrorRef) {
    stack.push_chars(text);
    return true;
  }
  bool on_string(Text text, std::size_t, ErrorRef) {
    stack.push_string(text);
    return true;
  }
  bool on_number_part(Text, ErrorRef) { return true; }
  bool on_int64(std::int64_t number, Text, ErrorRef) {
    stack.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, Text, ErrorRef) {
    stack.push_uint64(number);
    return true;
  }
  bool on_double(double number, Text text, ErrorRef error) {
    const bool overflowed_integer = text.find_first_of(".eE") == Text::npos;
    if (overflowed_integer || !std::isfinite(number)) {
      error = boost::json::error::exponent_overflow;
      return false;
    }
    stack.push_double(number);
    return true;
  }
  bool on_bool(bool flag, ErrorRef) {
    stack.push_bool(flag);
    return true;
  }
  bool on_null(ErrorRef) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(Text, ErrorRef) { return true; }
  bool on_comment(Text, ErrorRef) { return true; }
};

std::size_t count_members(const json::value& value) {
  std::size_t count = 0;
  if (const auto* object = value.if_object()) {
    count += object->size();
    for (const auto& member : *object) {
      count += count_members(member.value());
    }
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array) {
      count += count_members(element);
    }
  }
  return count;
}

// Most of what is written holds nothing else, and goes at once.
std::size_t plain_from(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7F && text[at] != '"' &&
         text[at] != '\\') {
    ++at;
  }
  return at;
}

void append_number(std::string& out, std::int64_t number) {
  std::array<char, 24> digits;
  const auto [end, error] = std::to_chars(digits.begin(), digits.end(), number);
  out.append(digits.begin(), end);
}

std::unexpected<Error> malformed(std::string why) {
  return reject(ErrorCode::invalid_request, "RFC8259-2",
                "the JSON is malformed: " + std::move(why));
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  boost::json::basic_parser<StrictHandler> parser(options);
  boost::json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (error) {
    return malformed(error.message());
  }
  if (!parser.done() || text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) {
    return malformed("there is text after its end");
  }
  json::value value = parser.handler().stack.release();
  if (count_members(value) != parser.handler().members) {
    return malformed("a name stands twice in one object");
  }
  return value;
}

Result<json::object> parse_json_object(std::string_view text) {
  TRY_VAL(value, parse_json(text));
  if (!value.is_object()) {
    return malformed("an object is expected");
  }
  return std::move(value.get_object());
}

void append_json_string(std::string& out, std::string_view text) {
  const std::size_t plain = plain_from(text, 0);
  const bool well_formed = plain == text.size() || is_utf8(text);
  out += '"';
  out += text.substr(0, plain);
  for (std::size_t i = plain; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", byte);
      out += escape;
    } else if (byte >= 0x80 && !well_formed) {
      out += "\\ufffd";
    } else if (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      // A control character of the second block: U+009B begins a sequence on some terminals.
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned char>(text[++i]));
      out += escape;
    } else if (text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029") {
      out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      append_json_string(out, value.get_string());
      return;
    case json::kind::int64:
      append_number(out, value.get_int64());
      return;
    case json::kind::object:
      append_json(out, value.get_object());
      return;
    case json::kind::array: {
      char between = '[';
      for (const json::value& each : value.get_array()) {
        out += std::exchange(between, ',');
        append_json(out, each);
      }
      out += between == '[' ? "[]" : "]";
      return;
    }
    case json::kind::null:
    case json::kind::bool_:
    case json::kind::uint64:
    case json::kind::double_:
      out += json::serialize(value);
      return;
  }
}

void append_json(std::string& out, const json::object& object) {
  char between = '{';
  for (const auto& member : object) {
    out += std::exchange(between, ',');
    append_json_string(out, member.key());
    out += ':';
    append_json(out, member.value());
  }
  out += between == '{' ? "{}" : "}";
}

std::string to_text(const json::value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

std::string to_text(const json::object& object) {
  std::string out;
  append_json(out, object);
  return out;
}

void ObjectText::begin(std::string_view name) {
  if (text_.size() > 1) {
    text_ += ',';
  }
  append_json_string(text_, name);
  text_ += ':';
}

ObjectText& ObjectText::add(std::string_view name, std::string_view text) {
  begin(name);
  append_json_string(text_, text);
  return *this;
}

ObjectText& ObjectText::add(std::string_view name, const char* text) {
  return add(name, std::string_view(text));
}

ObjectText& ObjectText::add(std::string_view name, std::int64_t number) {
  begin(name);
  append_number(text_, number);
  return *this;
}

ObjectText& ObjectText::add(std::string_view name, bool flag) {
  begin(name);
  text_ += flag ? "true" : "false";
  return *this;
}

ObjectText& ObjectText::add(std::string_view name, std::span<const std::string> texts) {
  begin(name);
  char between = '[';
  for (const std::string& each : texts) {
    text_ += std::exchange(between, ',');
    append_json_string(text_, each);
  }
  text_ += between == '[' ? "[]" : "]";
  return *this;
}

ObjectText& ObjectText::add_value(std::string_view name, const json::value& value) {
  begin(name);
  append_json(text_, value);
  return *this;
}

ObjectText& ObjectText::add(std::string_view name, const json::object& object) {
  begin(name);
  append_json(text_, object);
  return *this;
}

}  // namespace base
