#include "base/json.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Json_RFC8259, reads_an_object) {
  const auto object = parse_json_object(R"({"a":1,"b":{"c":[true,null,"x"]}})");
  ASSERT_TRUE(object.has_value());
  EXPECT_EQ(object->at("a").as_int64(), 1);
  EXPECT_EQ(object->at("b").at("c").at(2).as_string(), "x");
}

struct Refused {
  const char* name;
  std::string text;
};

class JsonRefuses_HP4 : public testing::TestWithParam<Refused> {};

TEST_P(JsonRefuses_HP4, with_invalid_request) {
  const auto value = parse_json(GetParam().text);
  ASSERT_FALSE(value.has_value());
  EXPECT_EQ(value.error().code, ErrorCode::invalid_request);
}

INSTANTIATE_TEST_SUITE_P(
    table, JsonRefuses_HP4,
    testing::Values(Refused{"empty", ""}, Refused{"trailing_text", "{} x"},
                    Refused{"two_documents", "{}{}"}, Refused{"cut_short", R"({"a":)"},
                    Refused{"duplicate_name", R"({"a":1,"a":2})"},
                    Refused{"nested_duplicate", R"([{"x":{"a":1,"b":0,"a":1}}])"},
                    Refused{"escaped_duplicate", R"({"a":1,"\u0061":2})"},
                    Refused{"depth_10k", std::string(10'000, '[')}, Refused{"infinite", "[1e999]"},
                    Refused{"two_to_64", "[18446744073709551616]"},
                    Refused{"invalid_utf8", "[\"\xff\"]"}, Refused{"overlong", "[\"\xc0\xaf\"]"},
                    Refused{"lone_surrogate", R"(["\ud800"])"}, Refused{"bom", "\xEF\xBB\xBF{}"},
                    Refused{"comment", "{}//"}, Refused{"trailing_comma", "[1,]"}),
    [](const auto& instance) { return instance.param.name; });

TEST(JsonString_LO2, one_value_never_breaks_a_line) {
  std::string out;
  append_json_string(out, "a\"b\\c\n\x1b[0m\u2028\u2029é");
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\u000a\\u001b[0m\\u2028\\u2029é\"");
  out.clear();
  append_json_string(out, "a\u009bZ\u00a0");
  EXPECT_EQ(out, "\"a\\u009bZ\u00a0\"");
  out.clear();
  append_json_string(out, "\xff");
  EXPECT_EQ(out, "\"\\ufffd\"");
}

TEST(JsonString_LO2, each_byte_is_written_alike_wherever_it_stands) {
  for (int byte = 0; byte < 0x80; ++byte) {
    const char c = static_cast<char>(byte);
    std::string alone;
    append_json_string(alone, std::string_view(&c, 1));
    const std::string written = alone.substr(1, alone.size() - 2);
    const bool plain = byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
    EXPECT_EQ(written == std::string_view(&c, 1), plain) << byte;
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'a');
      text[at] = c;
      std::string expected = "\"" + text + "\"";
      expected.replace(at + 1, 1, written);
      std::string out;
      append_json_string(out, text);
      EXPECT_EQ(out, expected) << byte << " at " << at;
    }
  }
}

TEST(JsonText, is_what_is_read_again) {
  for (const std::string_view text :
       {"{}", "[]", R"("\"\\é")", "-9223372036854775808", "true", "null",
        R"({"a":[1,{"b":[]},{}],"c":{"d":[[],"x"]},"e":false})"}) {
    const auto value = parse_json(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(to_text(*value), text);
  }
  EXPECT_EQ(to_text(json::value(std::uint64_t{18446744073709551615U})), "18446744073709551615");
  const std::string hostile = "\"},\n\u2028\x01\u009B";
  const auto again = parse_json(to_text(json::value(hostile)));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->as_string(), hostile);
}

TEST(JsonText, of_an_object_is_written_as_its_members_come) {
  EXPECT_EQ(ObjectText().take(), "{}");
  const std::vector<std::string> two = {"x", "y\""};
  EXPECT_EQ(
      ObjectText()
          .add("a", "text")
          .add("b\"", std::string("é"))
          .add("c", std::int64_t{-7})
          .add("d", true)
          .add("e", two)
          .add("f", std::vector<std::string>())
          .add("g", json::object{{"h", nullptr}})
          .add_value("i", 1.5)
          .take(),
      R"({"a":"text","b\"":"é","c":-7,"d":true,"e":["x","y\""],"f":[],"g":{"h":null},"i":1.5E0})");
}

}  // namespace
}  // namespace base
