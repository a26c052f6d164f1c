// The clauses that the small parsers name.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/cookies.h"
#include "http/form.h"
#include "http/origin.h"

namespace http {
namespace {

TEST(ClausesOfForms, a_parameter_given_twice_or_not_at_all) {
  const auto form = Form::parse("a=1&a=2&b=");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->get("a").error().clause, "RFC6749-3.1");
  EXPECT_EQ(form->no_duplicates().error().clause, "RFC6749-3.1");
  EXPECT_EQ(form->require("b").error().clause, "RFC6749-4.1.2.1");
}

TEST(ClausesOfCookies, a_malformed_one_or_one_too_large) {
  EXPECT_EQ(to_header({.name = "s", .value = "a;b"}).error().clause, "RFC6265-4.1.1");
  EXPECT_EQ(to_header({.name = "s", .value = "v", .path = "/;x"}).error().clause, "RFC6265-4.1.1");
  EXPECT_EQ(to_header({.name = "s", .value = std::string(4096, 'v')}).error().clause,
            "RFC6265-6.1");
}

TEST(ClausesOfOrigins, what_is_none_and_whose_it_is_not) {
  EXPECT_EQ(OriginRule::from({"ftp://a"}).error().clause, "RFC6454-4");
  EXPECT_EQ(OriginRule().check("https://evil.test", std::nullopt).error().clause, "RFC6454-7.3");
}

}  // namespace
}  // namespace http
