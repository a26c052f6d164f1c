#include "app/text_table.h"

#include <algorithm>

namespace app {
namespace {

// Code points, not octets; and nothing that a terminal would obey.
std::string printable(const std::string& cell) {
  std::string out = cell;
  std::ranges::replace_if(
      out, [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; },
      ' ');
  return out.empty() ? "-" : out;
}

std::size_t width(const std::string& cell) {
  return static_cast<std::size_t>(std::ranges::count_if(
      cell, [](char letter) { return (static_cast<unsigned char>(letter) & 0xc0U) != 0x80U; }));
}

}  // namespace

std::string TextTable::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width(printable(row[i])));
    }
  }
  std::string out;
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = printable(row[i]);
      out += cell;
      if (i + 1 < row.size()) {
        out.append(widths[i] - width(cell) + 2, ' ');
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace app
