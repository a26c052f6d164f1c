#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

class Trail : public OnEveryEngine {};
GAPURA_ON_EVERY_ENGINE(Trail);

TEST_P(Trail, keeps_every_field_of_an_event_and_its_place) {
  const audit::Event written{.type = "login.denied",
                             .outcome = audit::Outcome::denied,
                             .actor = "user:23",
                             .subject = "client:abc",
                             .address = "2001:db8::1",
                             .request_id = "r-77",
                             .reason = "wrong \"password\"\n",
                             .details = R"({"tries":3})"};
  ASSERT_TRUE(database->trail().append(written));
  const auto read = database->trail().read("node-a", 0, 10);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1U);
  const audit::Entry& entry = read->front();
  EXPECT_EQ(entry.chain, "node-a");
  EXPECT_EQ(entry.sequence, 1);
  EXPECT_EQ(entry.time, place.clock.now());
  EXPECT_TRUE(entry.previous.empty());
  EXPECT_EQ(entry.hash, place.chain_key.hash_of(entry));
  EXPECT_EQ(entry.event.type, written.type);
  EXPECT_EQ(entry.event.outcome, written.outcome);
  EXPECT_EQ(entry.event.actor, written.actor);
  EXPECT_EQ(entry.event.subject, written.subject);
  EXPECT_EQ(entry.event.address, written.address);
  EXPECT_EQ(entry.event.request_id, written.request_id);
  EXPECT_EQ(entry.event.reason, written.reason);
  EXPECT_EQ(entry.event.details, written.details);
}

TEST_P(Trail, lists_newest_first_what_the_filter_lets_through) {
  for (const auto& [type, subject] :
       std::vector<std::pair<std::string, std::string>>{{"key.created", "key:1"},
                                                        {"login.denied", "user:1"},
                                                        {"login.allowed", "user:1"},
                                                        {"login.allowed", "user:2"},
                                                        {"log%", "user:1"}}) {
    ASSERT_TRUE(database->trail().append(event(type, subject)));
    place.clock.advance(std::chrono::seconds(1));
  }
  const auto list = [&](const audit::Filter& filter) {
    std::vector<std::string> found;
    for (const auto& entry : database->trail().list(filter).value()) {
      found.push_back(entry.event.type + " " + entry.event.subject);
    }
    return found;
  };
  using Found = std::vector<std::string>;
  EXPECT_EQ(list({.type_prefix = "login."}),
            (Found{"login.allowed user:2", "login.allowed user:1", "login.denied user:1"}));
  EXPECT_EQ(list({.type_prefix = "login.", .subject = "user:1"}),
            (Found{"login.allowed user:1", "login.denied user:1"}));
  EXPECT_EQ(list({.type_prefix = "log%"}), Found{"log% user:1"});
  EXPECT_EQ(list({.since = place.clock.now() - std::chrono::seconds(2)}),
            (Found{"log% user:1", "login.allowed user:2"}));
  EXPECT_EQ(list({.limit = 1}), Found{"log% user:1"});
  EXPECT_EQ(list({}).size(), 5U);
}

TEST_P(Trail, lists_all_of_a_family_that_was_opened_by_a_clock_ahead_of_those_of_its_steps) {
  const auto listed = [&](const std::string& subject) {
    std::vector<std::string> found;
    for (const auto& entry : database->trail().list({.subject = subject}).value()) {
      found.push_back(entry.event.type);
    }
    return found;
  };
  const auto family = families::subject_of(mint::FamilyId({1}));
  ASSERT_TRUE(database->trail().append(event("family.opened", family)));
  place.clock.advance(-std::chrono::hours(1));
  for (const std::string type : {"family.refreshed", "family.refreshed", "family.ended"}) {
    ASSERT_TRUE(database->trail().append(event(type, family)));
    ASSERT_TRUE(database->trail().append(event(type, "family:another")));
    place.clock.advance(std::chrono::hours(2));
  }
  EXPECT_EQ(listed(family), (std::vector<std::string>{"family.ended", "family.refreshed",
                                                      "family.opened", "family.refreshed"}));
}

TEST_P(Trail, reads_on_from_where_one_stopped) {
  for (int number = 0; number < 5; ++number) {
    ASSERT_TRUE(database->trail().append(event("n." + std::to_string(number))));
  }
  const auto page = database->trail().read("node-a", 2, 2);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->size(), 2U);
  EXPECT_EQ(page->at(0).sequence, 3);
  EXPECT_EQ(page->at(1).sequence, 4);
  EXPECT_TRUE(database->trail().read("node-b", 0, 10)->empty());
}

TEST_P(Trail, has_no_head_while_it_is_empty) {
  EXPECT_TRUE(database->trail().heads()->empty());
  ASSERT_TRUE(database->trail().append(event("a")));
  const auto heads = database->trail().heads();
  ASSERT_TRUE(heads);
  ASSERT_EQ(heads->size(), 1U);
  EXPECT_EQ(heads->front().chain, "node-a");
  EXPECT_EQ(heads->front().sequence, 1);
}

TEST_P(Trail, is_one_unbroken_chain_under_a_crowd) {
  together(64, [&](std::size_t thread) {
    for (int turn = 0; turn < 5; ++turn) {
      EXPECT_TRUE(database->trail().append(event("t." + std::to_string(thread))));
    }
  });
  expect_whole_trail(320);
}

class Trails : public OnEveryEngine {};
GAPURA_ON_SQL_ENGINES(Trails);

TEST_P(Trails, of_two_nodes_are_two_chains_and_both_are_whole) {
  const auto other = place.open("node-b");
  together(16, [&](std::size_t thread) {
    for (int turn = 0; turn < 10; ++turn) {
      auto& node = thread % 2 == 0 ? *database : *other;
      EXPECT_TRUE(node.trail().append(event("n")));
    }
  });
  const auto heads = database->trail().heads();
  ASSERT_TRUE(heads);
  ASSERT_EQ(heads->size(), 2U);
  EXPECT_EQ(heads->at(0).chain, "node-a");
  EXPECT_EQ(heads->at(0).sequence, 80);
  EXPECT_EQ(heads->at(1).chain, "node-b");
  EXPECT_EQ(heads->at(1).sequence, 80);
  expect_whole_trail(160);
}

// The command line beside a running server: both extend the server's chain.
TEST_P(Trails, two_writers_of_one_chain_never_fork_it) {
  const auto other = place.open("node-a");
  together(16, [&](std::size_t thread) {
    for (int turn = 0; turn < 20; ++turn) {
      auto& node = thread == 0 ? *other : *database;
      const auto done = node.trail().append(event("n"));
      EXPECT_TRUE(done) << done.error().description << " " << done.error().detail;
    }
  });
  expect_whole_trail(320);
}

TEST_P(Trails, an_entry_that_cannot_be_written_fails_the_act) {
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  refuse_rows("audit", "type = 'code.spent'");
  EXPECT_FALSE(spend(1));
  place.run(GetParam() == support::EngineKind::postgres ? "DROP TRIGGER refused ON audit"
                                                        : "DROP TRIGGER refused");
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(1).value()));
  expect_whole_trail(2);
}

TEST_P(Trails, after_the_database_is_closed_a_write_is_refused) {
  database->close();
  const auto refused = database->trail().append(event("late"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::unavailable);
}

}  // namespace
}  // namespace contract
