#include "storage/rows.h"

#include <stdexcept>

namespace storage {

void Rows::add_null() { cells_.push_back({Kind::null, 0, 0}); }

void Rows::add_integer(std::int64_t value) { cells_.push_back({Kind::integer, value, 0}); }

void Rows::add_octets(std::string_view value) {
  cells_.push_back({Kind::octets, static_cast<std::int64_t>(buffer_.size()), value.size()});
  buffer_.append(value);
}

const Rows::Cell& Rows::cell(std::size_t row, std::size_t column) const {
  if (column >= columns_) {
    throw std::out_of_range("no such column");
  }
  return cells_.at(row * columns_ + column);
}

bool Rows::is_null(std::size_t row, std::size_t column) const {
  return cell(row, column).kind == Kind::null;
}

std::int64_t Rows::integer(std::size_t row, std::size_t column) const {
  const Cell& found = cell(row, column);
  if (found.kind != Kind::integer) {
    throw std::logic_error("the column holds no integer");
  }
  return found.number;
}

std::string_view Rows::octets(std::size_t row, std::size_t column) const {
  const Cell& found = cell(row, column);
  if (found.kind != Kind::octets) {
    throw std::logic_error("the column holds neither text nor octets");
  }
  return std::string_view(buffer_).substr(static_cast<std::size_t>(found.number), found.size);
}

base::Bytes Rows::bytes(std::size_t row, std::size_t column) const {
  const auto view = base::bytes_of(octets(row, column));
  return {view.begin(), view.end()};
}

}  // namespace storage
