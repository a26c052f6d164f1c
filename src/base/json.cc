#include "base/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>

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

  explicit StrictHandler(json::storage_ptr storage) : storage_(std::move(storage)) {}

  boost::json::value_stack stack;
  std::size_t members = 0;

  bool on_document_begin(ErrorRef) {
    stack.reset(storage_);
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

 private:
  const json::storage_ptr storage_;
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

constexpr std::uint64_t in_each_byte(std::uint8_t byte) { return 0x0101010101010101ULL * byte; }

// Its highest bits say whether any of the eight bytes is below `least`, which is at most 0x80.
constexpr std::uint64_t below(std::uint64_t word, std::uint8_t least) {
  return (word - in_each_byte(least)) & ~word;
}

constexpr std::uint64_t same(std::uint64_t word, std::uint8_t byte) {
  return below(word ^ in_each_byte(byte), 1);
}

constexpr bool is_plain(unsigned char byte) {
  return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

constexpr bool are_plain(std::uint64_t word) {
  return ((word | below(word, 0x20) | same(word, 0x7F) | same(word, '"') | same(word, '\\')) &
          in_each_byte(0x80)) == 0;
}

// Where the next character stands that is not written as it is. Most texts hold none, and are
// looked at by the word.
std::size_t plain_until(std::string_view text, std::size_t at) {
  std::uint64_t word = 0;
  for (; text.size() - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, text.substr(at).data(), sizeof word);
    if (!are_plain(word)) {
      break;
    }
  }
  while (at < text.size() && is_plain(static_cast<unsigned char>(text[at]))) {
    ++at;
  }
  return at;
}

void append_escape(std::string& out, unsigned char control) {
  char escape[8];
  std::snprintf(escape, sizeof escape, "\\u%04x", control);
  out += escape;
}

// The character at `at`, which is not plain; how many bytes it has.
std::size_t append_other(std::string& out, std::string_view text, std::size_t at,
                         bool well_formed) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == '"' || byte == '\\') {
    out += '\\';
    out += text[at];
    return 1;
  }
  if (byte < 0x80) {
    append_escape(out, byte);
    return 1;
  }
  if (!well_formed) {
    out += "\\ufffd";
    return 1;
  }
  if (byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0) {
    // A control character of the second block: U+009B begins a sequence on some terminals.
    append_escape(out, static_cast<unsigned char>(text[at + 1]));
    return 2;
  }
  if (const auto three = text.substr(at, 3); three == "\u2028" || three == "\u2029") {
    out += three == "\u2028" ? "\\u2028" : "\\u2029";
    return 3;
  }
  out += text[at];
  return 1;
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

Result<json::value> parse_json(std::string_view text, json::storage_ptr storage) {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  boost::json::basic_parser<StrictHandler> parser(options, std::move(storage));
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

Result<json::object> parse_json_object(std::string_view text, json::storage_ptr storage) {
  TRY_VAL(value, parse_json(text, std::move(storage)));
  if (!value.is_object()) {
    return malformed("an object is expected");
  }
  return std::move(value.get_object());
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = plain_until(text, 0);
  out += text.substr(0, at);
  const bool well_formed = at == text.size() || is_utf8(text);
  while (at < text.size()) {
    at += append_other(out, text, at, well_formed);
    const std::size_t next = plain_until(text, at);
    out += text.substr(at, next - at);
    at = next;
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
  out.reserve(kUsualJson);
  append_json(out, value);
  return out;
}

std::string to_text(const json::object& object) {
  std::string out;
  out.reserve(kUsualJson);
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
