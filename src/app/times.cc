#include "app/times.h"

#include <chrono>

#include "app/units.h"

namespace app {
namespace {

// A number of exactly so many digits, followed by `after`; takes both off.
std::optional<unsigned> take(std::string_view& text, std::size_t digits, std::string_view after) {
  const auto number = parse_number(text.substr(0, digits));
  if (!number || text.size() < digits || !text.substr(digits).starts_with(after)) {
    return std::nullopt;
  }
  text.remove_prefix(digits + after.size());
  return static_cast<unsigned>(*number);
}

}  // namespace

std::optional<base::Instant> parse_time(std::string_view text, base::Instant now) {
  if (const auto back = parse_span(text)) {
    return *back > now.time_since_epoch() ? std::nullopt : std::optional(now - *back);
  }
  const auto year = take(text, 4, "-");
  const auto month = take(text, 2, "-");
  const auto day = take(text, 2, "");
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  if (!date.ok()) {
    return std::nullopt;
  }
  const base::Instant midnight = std::chrono::sys_days(date);
  if (text.empty()) {
    return midnight;
  }
  if (!text.starts_with('T')) {
    return std::nullopt;
  }
  text.remove_prefix(1);
  const auto hour = take(text, 2, ":");
  const auto minute = take(text, 2, ":");
  const auto second = take(text, 2, "Z");
  if (!hour || !minute || !second || !text.empty() || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  return midnight + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace app
