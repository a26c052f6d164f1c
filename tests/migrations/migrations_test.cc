#include "storage/migrations.h"

#include <algorithm>

#include "storage/postgres/connection.h"
#include "storage/schema.h"
#include "storage/sqlite/connection.h"
#include "tests/migrations/planted/planted.h"
#include "tests/support/place.h"

namespace {

using support::EngineKind;

// Replaces every {mark:argument} by what the engine says in its place.
std::string replaced(std::string text, const std::string& mark, const std::string& before,
                     const std::string& after) {
  const std::string begin = "{" + mark + ":";
  for (std::size_t at = 0; (at = text.find(begin)) != std::string::npos;) {
    const std::size_t end = text.find('}', at);
    const std::string argument = text.substr(at + begin.size(), end - at - begin.size());
    text.replace(at, end - at + 1, before + argument + after);
  }
  return text;
}

class Migrations : public testing::TestWithParam<EngineKind> {
 protected:
  Migrations()
      : place(GetParam()),
        known(
            storage::migrations_of(support::name_of(GetParam()), storage::embedded_migrations())) {}

  std::string in_words_of_the_engine(const std::string& text) const {
    return GetParam() == EngineKind::sqlite
               ? replaced(replaced(text, "octets", "X'", "'"), "hex", "lower(hex(", "))")
               : replaced(replaced(text, "octets", "'\\x", "'"), "hex", "encode(", ", 'hex')");
  }
  std::unique_ptr<storage::Session> session() {
    if (GetParam() == EngineKind::sqlite) {
      return storage::sqlite::Connection::open(place.file(), storage::sqlite::Access::create)
          .value();
    }
    return storage::postgres::Connection::open(place.postgres().url()).value();
  }
  void apply_up_to(std::size_t count) {
    const auto done = storage::migrate(*session(), std::span(known).first(count), "test",
                                       place.clock, place.log());
    ASSERT_TRUE(done) << done.error().description << ": " << done.error().detail;
  }

  support::Place place;
  std::vector<storage::Migration> known;
};

INSTANTIATE_TEST_SUITE_P(, Migrations, testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(Migrations, every_one_has_data_planted_after_it) {
  const auto steps = planted::steps();
  ASSERT_EQ(steps.size(), known.size());
  for (std::size_t at = 0; at < known.size(); ++at) {
    EXPECT_EQ(steps[at].number, known[at].number);
    EXPECT_FALSE(steps[at].ask.empty());
  }
}

TEST_P(Migrations, keep_what_was_planted_after_each_of_them_to_the_end) {
  const auto steps = planted::steps();
  for (std::size_t at = 0; at < known.size(); ++at) {
    apply_up_to(at + 1);
    for (const std::string& statement : steps.at(at).plant) {
      place.run(in_words_of_the_engine(statement));
    }
  }
  for (const auto& step : steps) {
    for (const auto& question : step.ask) {
      EXPECT_EQ(place.run(in_words_of_the_engine(question.query)), question.answer)
          << question.query;
    }
  }
}

TEST_P(Migrations, one_that_fails_leaves_nothing_of_itself_behind) {
  apply_up_to(known.size());
  auto more = known;
  more.push_back({.number = 9999,
                  .name = "broken",
                  .checksum = "x",
                  .text = "CREATE TABLE half (one BIGINT); INSERT INTO nowhere VALUES (1);",
                  .compatible_with = 1});
  const auto failed = storage::migrate(*session(), more, "test", place.clock, place.log());
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().description.find("9999 (broken)"), std::string::npos);
  EXPECT_THROW(place.run("SELECT * FROM half"), std::runtime_error);
  EXPECT_EQ(place.run("SELECT count(*) FROM schema_migrations").front(),
            std::to_string(known.size()));
}

TEST(BothEngines, have_the_same_migrations_tables_and_columns) {
  support::Place sqlite(EngineKind::sqlite);
  support::Place postgres(EngineKind::postgres);
  sqlite.open().reset();
  postgres.open().reset();
  const auto here = sqlite.run(
      "SELECT m.name, c.name, c.\"notnull\" FROM sqlite_master m, pragma_table_info(m.name) c "
      "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2");
  const auto there = postgres.run(
      "SELECT table_name, column_name, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END "
      "FROM information_schema.columns WHERE table_schema = current_schema() "
      "ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\"");
  EXPECT_GT(here.size(), 30U);
  EXPECT_EQ(here, there);
  const auto of = [](std::string_view engine) {
    std::vector<std::pair<std::int64_t, std::string_view>> names;
    for (const auto& each : storage::migrations_of(engine, storage::embedded_migrations())) {
      names.emplace_back(each.number, each.name);
    }
    return names;
  };
  EXPECT_EQ(of("sqlite"), of("postgres"));
}

}  // namespace
