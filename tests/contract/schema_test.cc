#include <algorithm>
#include <array>
#include <set>

#include "storage/engine.h"
#include "storage/postgres/engine.h"
#include "storage/sqlite/engine.h"
#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

class Schema : public testing::TestWithParam<support::EngineKind> {
 protected:
  Schema() : place(GetParam()) {}
  std::vector<std::string> applied() {
    return place.run("SELECT number, name, applied_by_version FROM schema_migrations ORDER BY 1");
  }
  // As the engine would answer it in a table too large to be read whole.
  std::vector<std::string> plan_of(const storage::Query& query) {
    if (GetParam() == support::EngineKind::sqlite) {
      return place.run("EXPLAIN QUERY PLAN " + std::string(query.text));
    }
    const std::string text(query.for_postgres());
    std::string values;
    for (int number = 1; text.find('$' + std::to_string(number)) != std::string::npos; ++number) {
      values += values.empty() ? "NULL" : ", NULL";
    }
    place.run("SET enable_seqscan = off");
    place.run("SET plan_cache_mode = force_generic_plan");
    place.run("PREPARE asked AS " + text);
    const auto plan = place.run("EXPLAIN (COSTS OFF) EXECUTE asked (" + values + ")");
    place.run("DEALLOCATE asked");
    return plan;
  }

  support::Place place;
};
GAPURA_ON_SQL_ENGINES(Schema);

TEST_P(Schema, every_query_prepares) {
  storage::Meter meter;
  const auto options = place.options();
  const auto surroundings = place.surroundings();
  auto engine = GetParam() == support::EngineKind::sqlite
                    ? storage::sqlite::open_engine(place.file(), meter, options, surroundings)
                    : storage::postgres::open_engine(meter, options, surroundings);
  ASSERT_TRUE(engine);
  auto queries = storage::registered_queries();
  const auto own = (*engine)->own_queries();
  queries.insert(queries.end(), own.begin(), own.end());
  EXPECT_GT(queries.size(), 20U);
  std::set<std::string_view> names;
  for (const storage::Query* query : queries) {
    const auto prepared = (*engine)->prepare(*query);
    EXPECT_TRUE(prepared) << query->name << ": " << prepared.error().detail;
    EXPECT_TRUE(names.insert(query->name).second) << query->name << " is the name of two";
  }
}

// Everything that is asked at a request or swept beside it.
constexpr std::array<std::string_view, 39> kByIndex = {"families.find",
                                                       "families.turn",
                                                       "families.advance",
                                                       "families.end_outliving",
                                                       "families.put_off",
                                                       "families.sweep",
                                                       "audit.list",
                                                       "audit.list_subject",
                                                       "audit.list_family",
                                                       "one_time.spend",
                                                       "one_time.sweep",
                                                       "sessions.log_in",
                                                       "sessions.find",
                                                       "sessions.look",
                                                       "sessions.of",
                                                       "sessions.end",
                                                       "sessions.end_all",
                                                       "sessions.touch",
                                                       "sessions.sweep",
                                                       "users.find",
                                                       "users.find_by_sub",
                                                       "users.find_by_username",
                                                       "users.find_by_email",
                                                       "users.find_by_phone",
                                                       "users.taken",
                                                       "users.update",
                                                       "users.forget_password",
                                                       "users.forget_grants",
                                                       "users.forget_sessions",
                                                       "users.forget_logins",
                                                       "grants.has",
                                                       "grants.holders",
                                                       "passwords.find",
                                                       "logins.find",
                                                       "logins.advance",
                                                       "logins.sweep",
                                                       "attempts.read",
                                                       "attempts.change",
                                                       "attempts.sweep"};

TEST_P(Schema, what_is_asked_often_is_found_by_an_index) {
  place.open().reset();
  std::size_t seen = 0;
  for (const storage::Query* query : storage::registered_queries()) {
    if (std::ranges::find(kByIndex, query->name) == kByIndex.end()) {
      continue;
    }
    ++seen;
    const auto plan = plan_of(*query);
    EXPECT_THAT(plan, testing::Not(testing::Contains(testing::AnyOf(
                          testing::HasSubstr("|SCAN "), testing::HasSubstr("Seq Scan")))))
        << query->name;
    EXPECT_THAT(plan, testing::Contains(testing::AnyOf(testing::HasSubstr("|SEARCH "),
                                                       testing::HasSubstr("Index Cond"))))
        << query->name;
  }
  EXPECT_EQ(seen, kByIndex.size());
}

TEST_P(Schema, the_trail_of_a_subject_is_found_by_its_index_though_that_leaves_steps_out) {
  place.open().reset();
  for (const storage::Query* query : storage::registered_queries()) {
    if (query->name == "audit.list_subject" || query->name == "audit.list_family") {
      EXPECT_THAT(plan_of(*query), testing::Contains(testing::HasSubstr("audit_by_subject")))
          << query->name;
    }
  }
}

TEST_P(Schema, a_step_of_a_family_changes_nothing_that_an_index_holds) {
  place.open().reset();
  const auto indexes =
      GetParam() == support::EngineKind::sqlite
          ? place.run(
                "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL "
                "AND tbl_name = 'families'")
          : place.run("SELECT indexdef FROM pg_indexes WHERE tablename = 'families'");
  EXPECT_THAT(indexes, testing::Contains(testing::HasSubstr("sweep_after")));
  for (const auto* stepped : {"generation", "turned_at", "idle_until", "gone_at"}) {
    EXPECT_THAT(indexes, testing::Each(testing::Not(testing::HasSubstr(stepped))));
  }
}

TEST_P(Schema, inspecting_shows_what_is_pending_and_creates_nothing) {
  const auto before = storage::inspect(place.options());
  ASSERT_TRUE(before) << before.error().detail;
  EXPECT_EQ(before->current, 0);
  ASSERT_FALSE(before->pending.empty());
  EXPECT_EQ(before->pending.front().number, 1);
  EXPECT_EQ(before->pending.front().name, "foundation");
  EXPECT_FALSE(std::filesystem::exists(place.file()));

  const auto database = place.open();
  const auto after = storage::inspect(place.options());
  ASSERT_TRUE(after);
  EXPECT_TRUE(after->pending.empty());
  EXPECT_EQ(after->current, after->known);
  EXPECT_EQ(database->schema()->current, after->known);
  EXPECT_TRUE(database->ready());
}

TEST_P(Schema, openers_at_once_apply_each_migration_once) {
  std::vector<std::unique_ptr<storage::Database>> nodes(8);
  together(nodes.size(),
           [&](std::size_t node) { nodes[node] = place.open("node-" + std::to_string(node)); });
  const auto rows = applied();
  EXPECT_EQ(rows.size(), nodes.front()->schema()->known);
  EXPECT_EQ(rows.front(), "1|foundation|test");
  for (const auto& node : nodes) {
    EXPECT_TRUE(node->trail().append(event("up")));
  }
}

TEST_P(Schema, newer_than_the_program_is_refused_in_words) {
  place.open().reset();
  place.run("INSERT INTO schema_migrations VALUES (9999, 'far_ahead', 'x', 9999, 0, '99.0')");
  const auto refused = place.try_open(place.options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::unavailable);
  EXPECT_THAT(refused.error().description,
              testing::AllOf(testing::HasSubstr("newer than this program"),
                             testing::HasSubstr("9999 (far_ahead)"),
                             testing::HasSubstr("run the newer gapura")));
}

TEST_P(Schema, expanded_by_a_newer_program_it_still_serves_this_one) {
  const auto running = place.open();
  place.run("INSERT INTO schema_migrations VALUES (9999, 'wider', 'x', 1, 0, '99.0')");
  EXPECT_TRUE(running->ready());
  EXPECT_TRUE(place.open("node-b")->trail().append(event("up")));
}

TEST_P(Schema, contracted_beside_a_running_program_makes_it_unready) {
  const auto running = place.open();
  place.run("INSERT INTO schema_migrations VALUES (9999, 'narrower', 'x', 9999, 0, '99.0')");
  EXPECT_FALSE(running->ready());
}

TEST_P(Schema, applied_from_another_text_is_refused) {
  place.open().reset();
  place.run("UPDATE schema_migrations SET checksum = 'another'");
  const auto refused = place.try_open(place.options());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().description, testing::HasSubstr("another text"));
}

TEST_P(Schema, ST4_a_database_of_another_program_is_refused_and_left_alone) {
  place.run("CREATE TABLE sessions (token TEXT)");
  const auto refused = place.try_open(place.options());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().description, testing::HasSubstr("another program"));
  EXPECT_TRUE(place.run("SELECT token FROM sessions").empty());
}

TEST_P(Schema, an_unknown_kind_of_url_is_refused_without_repeating_it) {
  auto options = place.options();
  options.url = "mysql://gapura:secret@localhost/gapura";
  const auto refused = place.try_open(options);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().description, testing::Not(testing::HasSubstr("secret")));
}

}  // namespace
}  // namespace contract
