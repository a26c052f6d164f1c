#include "http/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace http {
namespace {

void put_digits(std::string& out, std::size_t from, std::size_t count, unsigned number) {
  for (std::size_t at = from + count; at > from; number /= 10) {
    out[--at] = static_cast<char>('0' + number % 10);
  }
}

}  // namespace

std::string to_http_date(base::Instant instant) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                            "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  // As far as four digits go.
  using std::chrono::sys_days;
  instant =
      std::clamp<base::Instant>(instant, sys_days(std::chrono::year(0) / 1 / 1),
                                sys_days(std::chrono::year(10000) / 1 / 1) - base::Duration(1));
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
  std::string out = "Thu, 01 Jan 1970 00:00:00 GMT";
  out.replace(0, 3, kDays[std::chrono::weekday(day).c_encoding()]);
  put_digits(out, 5, 2, unsigned(date.day()));
  out.replace(8, 3, kMonths[unsigned(date.month()) - 1]);
  put_digits(out, 12, 4, static_cast<unsigned>(int(date.year())));
  put_digits(out, 17, 2, static_cast<unsigned>(time.hours().count()));
  put_digits(out, 20, 2, static_cast<unsigned>(time.minutes().count()));
  put_digits(out, 23, 2, static_cast<unsigned>(time.seconds().count()));
  return out;
}

}  // namespace http
