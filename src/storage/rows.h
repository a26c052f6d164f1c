// What a statement answered, copied out of the engine: all cells of all rows in one buffer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"

namespace storage {

class Rows {
 public:
  explicit Rows(std::size_t columns = 0) : columns_(columns) {}

  // Cell after cell, row after row.
  void add_null();
  void add_integer(std::int64_t value);
  void add_octets(std::string_view value);
  void set_changed(std::size_t changed) { changed_ = changed; }

  std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  bool empty() const { return cells_.empty(); }
  // Rows that an INSERT, UPDATE or DELETE touched.
  std::size_t changed() const { return changed_; }

  bool is_null(std::size_t row, std::size_t column) const;
  std::int64_t integer(std::size_t row, std::size_t column) const;
  std::string_view octets(std::size_t row, std::size_t column) const;
  std::string text(std::size_t row, std::size_t column) const {
    return std::string(octets(row, column));
  }
  base::Bytes bytes(std::size_t row, std::size_t column) const;
  base::Instant instant(std::size_t row, std::size_t column) const {
    return base::from_micros(integer(row, column));
  }

 private:
  enum class Kind : std::uint8_t { null, integer, octets };
  struct Cell {
    Kind kind;
    std::int64_t number;  // the integer, or where the octets begin
    std::size_t size;
  };
  const Cell& cell(std::size_t row, std::size_t column) const;

  std::size_t columns_;
  std::size_t changed_ = 0;
  std::vector<Cell> cells_;
  std::string buffer_;
};

}  // namespace storage
