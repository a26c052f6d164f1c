#include "http/date.h"

#include <gtest/gtest.h>

namespace http {
namespace {

TEST(Dates, begin_with_1970) { EXPECT_EQ(to_http_date({}), "Thu, 01 Jan 1970 00:00:00 GMT"); }

TEST(Dates, have_a_year_of_four_digits_whatever_they_are_given) {
  constexpr std::int64_t kLast = 253'402'300'799'999'999;
  EXPECT_EQ(to_http_date(base::from_micros(kLast)), "Fri, 31 Dec 9999 23:59:59 GMT");
  EXPECT_EQ(to_http_date(base::from_micros(kLast + 1)), "Fri, 31 Dec 9999 23:59:59 GMT");
  EXPECT_EQ(to_http_date(base::Instant::max()), "Fri, 31 Dec 9999 23:59:59 GMT");
}

}  // namespace
}  // namespace http
