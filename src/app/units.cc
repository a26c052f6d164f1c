#include "app/units.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace app {
namespace {

struct Unit {
  std::string_view name;
  std::size_t factor;
};

// Largest first.
constexpr std::array<Unit, 5> kSpanUnits{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::array<Unit, 4> kSizeUnits{
    {{"GiB", std::size_t{1} << 30}, {"MiB", std::size_t{1} << 20}, {"KiB", 1024}, {"B", 1}}};
// What fits into a signed count of milliseconds as well.
constexpr std::size_t kMost = std::numeric_limits<std::int64_t>::max();

template <std::size_t Count>
std::optional<std::size_t> parse(std::string_view text, const std::array<Unit, Count>& units) {
  const auto digits = text.find_first_not_of("0123456789");
  if (digits == std::string_view::npos) {
    return std::nullopt;
  }
  const auto number = parse_number(text.substr(0, digits));
  for (const Unit& unit : units) {
    if (number && text.substr(digits) == unit.name && *number <= kMost / unit.factor) {
      return *number * unit.factor;
    }
  }
  return std::nullopt;
}

template <std::size_t Count>
std::string print(std::size_t value, const std::array<Unit, Count>& units) {
  for (const Unit& unit : units) {
    if ((value >= unit.factor && value % unit.factor == 0) || unit.factor == 1) {
      return std::to_string(value / unit.factor) + std::string(unit.name);
    }
  }
  return std::to_string(value);
}

}  // namespace

std::optional<std::size_t> parse_number(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::chrono::milliseconds> parse_span(std::string_view text) {
  const auto count = parse(text, kSpanUnits);
  return count ? std::optional(std::chrono::milliseconds(static_cast<std::int64_t>(*count)))
               : std::nullopt;
}

std::optional<std::size_t> parse_size(std::string_view text) { return parse(text, kSizeUnits); }

std::string span_text(std::chrono::milliseconds span) {
  return print(static_cast<std::size_t>(span.count()), kSpanUnits);
}

std::string size_text(std::size_t size) { return print(size, kSizeUnits); }

}  // namespace app
