// Times and sizes as an operator writes them: "30s", "8KiB". One form each, a whole number and its
// unit, so that nobody has to guess what 30 means.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace app {

std::optional<std::chrono::milliseconds> parse_span(std::string_view text);
std::optional<std::size_t> parse_size(std::string_view text);

// In the largest unit that leaves a whole number.
std::string span_text(std::chrono::milliseconds span);
std::string size_text(std::size_t size);

// Decimal digits and nothing else.
std::optional<std::size_t> parse_number(std::string_view text);

}  // namespace app
