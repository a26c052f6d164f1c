// Whatever changes what a room remembers is told to base/changes.h, on either engine.
#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "storage/engine.h"
#include "tests/contract/on_every_engine.h"

namespace {

using storage::Query;

// What is remembered somewhere: sites, clients, and what stands behind a token.
constexpr std::array<std::string_view, 6> kRemembered = {
    "families", "sessions", "users", "clients", "sites", "attribute_definitions"};
// What they take away had been over for a day, and when it is looked at again nobody remembers.
constexpr std::array<std::string_view, 3> kSweeps = {"families.put_off", "families.sweep",
                                                     "sessions.sweep"};

// Whether it changes a row that may be there already.
bool changes_rows_of(std::string_view table, std::string_view text) {
  const std::string name(table);
  return text.contains("UPDATE " + name + " ") || text.contains("DELETE FROM " + name + " ") ||
         (text.contains("INTO " + name + " ") && text.contains("DO UPDATE"));
}

// That the parameter it names is the one by which the row is found, or put there.
bool names_what_it_touches(const Query& query, std::string_view text) {
  const auto [thing, parameter] = query.touches;
  if (parameter == 0) {
    return thing == base::Thing::attributes;
  }
  const std::string is = " = $" + std::to_string(parameter);
  const bool is_put = text.contains("INSERT INTO") && parameter == 1;
  const bool by_id = text.contains("WHERE id" + is);
  switch (thing) {
    case base::Thing::person:
      return text.contains("user_id" + is) || (by_id && text.contains(" users "));
    case base::Thing::session:
      return text.contains("session_id" + is) || (by_id && text.contains(" sessions "));
    case base::Thing::family:
    case base::Thing::client:
    case base::Thing::site:
      return by_id || is_put;
    case base::Thing::none:
    case base::Thing::attributes:
      break;
  }
  return false;
}

TEST(Changes, a_statement_that_changes_what_is_remembered_says_what_it_touches) {
  std::size_t seen = 0;
  for (const Query* query : storage::registered_queries()) {
    const bool changes = std::ranges::any_of(kRemembered, [&](std::string_view table) {
      return changes_rows_of(table, query->text) || changes_rows_of(table, query->for_postgres());
    });
    if (changes && std::ranges::find(kSweeps, query->name) == kSweeps.end()) {
      ++seen;
      EXPECT_NE(query->touches.thing, base::Thing::none) << query->name;
      EXPECT_TRUE(names_what_it_touches(*query, query->text)) << query->name;
      EXPECT_TRUE(names_what_it_touches(*query, query->for_postgres())) << query->name;
    }
  }
  EXPECT_GT(seen, 15U);
}

}  // namespace
