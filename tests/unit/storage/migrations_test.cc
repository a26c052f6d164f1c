#include "storage/migrations.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace storage {
namespace {

using testing::HasSubstr;

constexpr EmbeddedMigration kFiles[] = {
    {"postgres", "0001_first", "p1", "-- compatible-with: 1\n"},
    {"sqlite", "0002_second", "s2", "-- compatible-with: 1\nSELECT 1;"},
    {"sqlite", "0001_first", "s1", "-- compatible-with: 1\n"},
};

std::vector<AppliedMigration> applied(std::int64_t count) {
  std::vector<AppliedMigration> rows = {{1, "first", "s1", 1}, {2, "second", "s2", 1}};
  rows.resize(static_cast<std::size_t>(count));
  return rows;
}

TEST(Migrations, are_those_of_one_engine_in_order) {
  const auto known = migrations_of("sqlite", kFiles);
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].number, 1);
  EXPECT_EQ(known[0].name, "first");
  EXPECT_EQ(known[1].number, 2);
  EXPECT_EQ(known[1].compatible_with, 1);
}

TEST(Migrations, without_number_or_header_are_refused) {
  for (const EmbeddedMigration& file : std::initializer_list<EmbeddedMigration>{
           {"sqlite", "first", "x", "-- compatible-with: 1\n"},
           {"sqlite", "000x_first", "x", "-- compatible-with: 1\n"},
           {"sqlite", "0001_first", "x", "SELECT 1;"},
           {"sqlite", "0001_first", "x", "-- compatible-with: all\n"}}) {
    EXPECT_THROW(migrations_of("sqlite", std::span(&file, 1)), std::logic_error) << file.file;
  }
}

TEST(Plan, is_what_the_database_lacks) {
  const auto known = migrations_of("sqlite", kFiles);
  EXPECT_EQ(plan(known, applied(0))->size(), 2U);
  ASSERT_EQ(plan(known, applied(1))->size(), 1U);
  EXPECT_EQ(plan(known, applied(1))->front().number, 2);
  EXPECT_TRUE(plan(known, applied(2))->empty());
}

TEST(Plan, refuses_a_changed_text) {
  const auto known = migrations_of("sqlite", kFiles);
  auto rows = applied(2);
  rows[0].checksum = "another";
  const auto refused = plan(known, rows);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().description, HasSubstr("1 (first)"));
}

// Expand, then contract: the number that a newer migration names decides.
TEST(Plan, bears_a_newer_database_as_far_as_its_migrations_say) {
  const auto known = migrations_of("sqlite", kFiles);
  auto rows = applied(2);
  rows.push_back({3, "wider", "s3", 2});
  EXPECT_TRUE(plan(known, rows));
  rows.push_back({4, "narrower", "s4", 3});
  const auto refused = plan(known, rows);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().description, HasSubstr("4 (narrower)"));
}

}  // namespace
}  // namespace storage
