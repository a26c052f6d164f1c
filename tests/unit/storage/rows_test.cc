#include "storage/rows.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace storage {
namespace {

Rows three_columns() {
  Rows rows(3);
  rows.add_integer(-7);
  rows.add_octets(std::string_view("a\0b", 3));
  rows.add_null();
  rows.add_integer(INT64_MAX);
  rows.add_octets("");
  rows.add_octets("end");
  return rows;
}

TEST(Rows, give_back_each_cell_as_it_was_added) {
  const Rows rows = three_columns();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.integer(0, 0), -7);
  EXPECT_EQ(rows.text(0, 1), std::string("a\0b", 3));
  EXPECT_EQ(rows.bytes(0, 1), (base::Bytes{'a', 0, 'b'}));
  EXPECT_TRUE(rows.is_null(0, 2));
  EXPECT_EQ(rows.integer(1, 0), INT64_MAX);
  EXPECT_EQ(rows.octets(1, 1), "");
  EXPECT_FALSE(rows.is_null(1, 1));
  EXPECT_EQ(rows.octets(1, 2), "end");
}

TEST(Rows, refuse_a_cell_of_another_kind_or_place) {
  const Rows rows = three_columns();
  EXPECT_THROW(rows.integer(0, 1), std::logic_error);
  EXPECT_THROW(rows.octets(0, 2), std::logic_error);
  EXPECT_THROW(rows.integer(2, 0), std::out_of_range);
  EXPECT_THROW(rows.integer(0, 3), std::out_of_range);
  EXPECT_THROW(Rows().integer(0, 0), std::out_of_range);
}

}  // namespace
}  // namespace storage
