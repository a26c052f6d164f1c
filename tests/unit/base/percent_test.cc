#include "base/percent.h"

#include <gtest/gtest.h>

#include "base/basic_auth.h"

namespace base {
namespace {

TEST(Percent, RFC3986_2_1_an_escape_is_two_digits_in_either_case_and_nothing_less) {
  EXPECT_EQ(hex_digit('f'), 15);
  EXPECT_EQ(hex_digit('F'), 15);
  EXPECT_FALSE(hex_digit('g') || hex_digit('G') || hex_digit('/') || hex_digit(':'));
  EXPECT_EQ(escape_at("a%4aZ", 1), 0x4A);
  for (const char* text : {"%", "%4", "%4g", "%g4", "%+4", "% 4", "%%41"}) {
    EXPECT_FALSE(escape_at(text, 0)) << text;
    EXPECT_FALSE(form_decoded(text)) << text;
  }
  const auto decoded = form_decoded("a+b%2B%41");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(text_of(*decoded), "a b+A");
}

TEST(BasicAuth, RFC7617_2_the_first_colon_parts_the_name_from_the_secret) {
  const auto pair = basic_pair("bAsIc  " + to_base64(bytes_of("id:a:b")));
  ASSERT_TRUE(pair);
  EXPECT_EQ(text_of(pair->name), "id");
  EXPECT_EQ(text_of(pair->secret), "a:b");
  EXPECT_TRUE(basic_pair("Basic " + to_base64(bytes_of(":"))));
  for (const std::string& text :
       {std::string(), std::string("Basic"), std::string("Basic "), std::string("Bearer YTpi"),
        std::string("BasicYTpi"), "Basic " + to_base64(bytes_of("no colon")),
        std::string("Basic YTpi "), std::string("Basic YTp"), std::string("Basic\tYTpi")}) {
    EXPECT_FALSE(basic_pair(text)) << text;
  }
}

}  // namespace
}  // namespace base
